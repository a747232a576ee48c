import JSON

/// Requests that are answered later, and their answers for a while. What `add` has returned, and what `end` has, stays
/// whatever happens to the process or the machine. Works on a thread of its own.
package actor JobStore {
  private let executor = StorageExecutor(label: "jobs")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  package nonisolated let options: JobStoreOptions
  private let connection: Connection
  private let lock: FileLock

  /// Opens the file, or makes it, for this process alone. What was running when the last process ended waits again.
  /// Works on the caller's thread.
  package init(path: String, options: JobStoreOptions = JobStoreOptions()) throws(StoreError) {
    lock = try FileLock(path: path)
    let connection = try Connection.open(path: path)
    try Migrations.jobs.run(on: connection, path: path)
    try connection.run("UPDATE jobs SET state = 'queued' WHERE state = 'running'")
    self.connection = connection
    self.options = options
  }

  /// Keeps a new job.
  ///
  /// - Returns: the job; `isNew` is false when it was there already under its idempotency key.
  /// - Throws: `overloaded` when too many wait, `full` when the disk is.
  package func add(_ new: NewJob, now: WallTime = .now()) throws(StoreError) -> (job: Job, isNew: Bool) {
    let client = new.client ?? ""
    let request = JSONWriter.write(new.request)
    return try connection.transaction { () throws(StoreError) in
      try removeOld(now)
      if let key = new.idempotencyKey {
        let known = try jobs("client = ?1 AND idempotency_key = ?2", [.text(client), .text(key)])
        if let job = known.first { return (job, false) }
      }
      let waiting = try connection.first("SELECT COUNT(*), SUM(bytes) FROM jobs WHERE state IN ('queued', 'running')") {
        (count: Int($0.integer(0) ?? 0), bytes: Int($0.integer(1) ?? 0))
      }
      guard let waiting, waiting.count < options.waiting, waiting.bytes + request.utf8.count <= options.waitingBytes
      else { throw .overloaded(waiting: waiting?.count ?? 0) }
      let id = JobID.random()
      try connection.run(
        """
        INSERT INTO jobs (id, client, idempotency_key, endpoint, request, trace, state, created, bytes)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'queued', ?7, ?8)
        """,
        [
          .text(id.text), .text(client), SQLValue(new.idempotencyKey), .text(new.endpoint), .text(request),
          .text(new.trace), .integer(now.milliseconds), .integer(Int64(request.utf8.count)),
        ])
      return (try jobs("id = ?1", [.text(id.text)])[0], true)
    }
  }

  /// The job that waits longest, which is running from now on; nil when none waits.
  package func begin(now: WallTime = .now()) throws(StoreError) -> Job? {
    try connection.transaction { () throws(StoreError) in
      guard let next = try jobs("state = 'queued' ORDER BY sequence LIMIT 1", []).first else { return nil }
      try connection.run(
        "UPDATE jobs SET state = 'running', runs = runs + 1, started = ?2 WHERE id = ?1",
        [.text(next.id.text), .integer(now.milliseconds)])
      return try jobs("id = ?1", [.text(next.id.text)]).first
    }
  }

  /// Keeps the answer of a job that runs, and its request no longer; does nothing to one that was cancelled meanwhile.
  package func end(
    _ id: JobID, as state: JobState, with answer: JobAnswer, now: WallTime = .now()
  ) throws(StoreError) {
    precondition(state.hasEnded)
    try connection.run(
      """
      UPDATE jobs SET state = ?2, ended = ?3, status = ?4, headers = ?5, response = ?6, request = 'null'
      WHERE id = ?1 AND state = 'running'
      """,
      [
        .text(id.text), .text(state.rawValue), .integer(now.milliseconds), .integer(Int64(answer.status)),
        .text(JSONWriter.write(.object(answer.headers))), .text(JSONWriter.write(answer.body)),
      ])
  }

  /// A job that has not ended ends without an answer.
  ///
  /// - Returns: the job as it is now; nil when this client has none of this id.
  package func cancel(_ id: JobID, of client: String?, now: WallTime = .now()) throws(StoreError) -> Job? {
    try connection.run(
      """
      UPDATE jobs SET state = 'cancelled', ended = ?3, request = 'null'
      WHERE id = ?1 AND client = ?2 AND state IN ('queued', 'running')
      """, [.text(id.text), .text(client ?? ""), .integer(now.milliseconds)])
    return try job(id, of: client, now: now)
  }

  /// Nil when this client has none of this id, or when its time is over.
  package func job(_ id: JobID, of client: String?, now: WallTime = .now()) throws(StoreError) -> Job? {
    let job = try jobs("id = ?1 AND client = ?2", [.text(id.text), .text(client ?? "")]).first
    if let ended = job?.ended, ended.adding(seconds: options.kept) < now { return nil }
    return job
  }

  /// The client's last jobs, the latest first, without their requests.
  package func list(
    of client: String?, state: JobState?, limit: Int, now: WallTime = .now()
  ) throws(StoreError) -> [Job] {
    try jobs(
      "client = ?1 AND (?2 IS NULL OR state = ?2) AND (ended IS NULL OR ended >= ?4) ORDER BY sequence DESC LIMIT ?3",
      [.text(client ?? ""), SQLValue(state?.rawValue), .integer(Int64(limit)), .integer(oldestKept(now))],
      columns: JobRow.columnsWithoutRequest)
  }

  /// How many there are of each state.
  package func counts(now: WallTime = .now()) throws(StoreError) -> [JobState: Int] {
    var counts: [JobState: Int] = [:]
    let rows = try connection.rows(
      "SELECT state, COUNT(*) FROM jobs WHERE ended IS NULL OR ended >= ?1 GROUP BY state",
      [.integer(oldestKept(now))]
    ) { ($0.text(0), $0.integer(1)) }
    for (state, count) in rows {
      if let state = state.flatMap({ JobState(rawValue: $0) }) { counts[state] = Int(count ?? 0) }
    }
    return counts
  }

  private func removeOld(_ now: WallTime) throws(StoreError) {
    try connection.run("DELETE FROM jobs WHERE ended < ?1", [.integer(oldestKept(now))])
  }

  /// Milliseconds; what ended before is gone.
  private func oldestKept(_ now: WallTime) -> Int64 { now.adding(seconds: -options.kept).milliseconds }

  private func jobs(
    _ condition: String, _ values: [SQLValue], columns: String = JobRow.columns
  ) throws(StoreError) -> [Job] {
    try connection.rows("SELECT \(columns) FROM jobs WHERE \(condition)", values) {
      (row: borrowing Statement) throws(StoreError) in try JobRow.job(row)
    }
  }
}
