import Synchronization

/// The record of every request that did not get what it asked for.
///
/// What `append` has returned an id for survives the death of the process and of the machine. All work runs on a thread
/// of its own, so that no caller holds up Swift's pool; appends that come while the disk is busy share one transaction.
package actor Journal {
  private let executor = StorageExecutor(label: "journal")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  let connection: Connection
  let options: JournalOptions
  private var pending: [Pending] = []
  private nonisolated let counts = Mutex(Counts())
  /// Bytes that came in since records were last thrown away.
  private var bytesSinceRetention: Int64 = 0
  private var lastRetention: WallTime

  private struct Pending {
    let failure: EncodedFailure
    let continuation: CheckedContinuation<Result<FailureID, StoreError>, Never>
  }

  private struct Counts {
    var waiting = 0
    var waitingBytes = 0
    var lost = 0
    var retentionFailure: StoreError?
  }

  /// Opens the file, or makes it, and throws away what is not to be kept. Works on the caller's thread.
  package init(path: String, options: JournalOptions = JournalOptions()) throws(StoreError) {
    let connection = try Connection.open(path: path, creates: options.creates)
    try Migrations.journal.run(on: connection, path: path)
    let now = WallTime.now()
    try connection.enforce(options.retention, now: now)
    self.connection = connection
    self.options = options
    lastRetention = now
  }

  package nonisolated var health: JournalHealth {
    counts.withLock { JournalHealth(waiting: $0.waiting, lost: $0.lost, retentionFailure: $0.retentionFailure) }
  }

  /// Records a failure; it stays when the calling task is cancelled.
  ///
  /// - Throws: `overloaded` when too many wait; `full` when the disk is.
  package nonisolated func append(_ failure: Failure) async throws(StoreError) -> FailureID {
    let (redacted, isRedacted) = options.redaction.apply(to: failure)
    let encoded = EncodedFailure(redacted, isRedacted: isRedacted)
    try enter(encoded.bytes)
    let result = await enqueue(encoded)
    counts.withLock { counts in
      counts.waiting -= 1
      counts.waitingBytes -= encoded.bytes
      if case .failure = result { counts.lost += 1 }
    }
    return try result.get()
  }

  private nonisolated func enter(_ bytes: Int) throws(StoreError) {
    let waiting = counts.withLock { counts -> Int? in
      // One record may be larger than all that may wait.
      let isFull =
        counts.waiting >= options.waiting
        || counts.waiting > 0 && counts.waitingBytes > options.waitingBytes - bytes
      guard !isFull else {
        counts.lost += 1
        return counts.waiting
      }
      counts.waiting += 1
      counts.waitingBytes += bytes
      return nil
    }
    if let waiting { throw .overloaded(waiting: waiting) }
  }

  private func enqueue(_ failure: EncodedFailure) async -> Result<FailureID, StoreError> {
    await withCheckedContinuation { continuation in
      pending.append(Pending(failure: failure, continuation: continuation))
      // The appends that are queued before the flush go with it.
      if pending.count == 1 { Task { self.flush() } }
    }
  }

  private func flush() {
    let batch = pending
    pending = []
    for (entry, result) in zip(batch, write(batch)) { entry.continuation.resume(returning: result) }
    let now = WallTime.now()
    let limit = options.retention.maximumBytes ?? .max
    if bytesSinceRetention > limit / 16 || now > lastRetention.adding(seconds: 600) { enforceRetention(now) }
  }

  /// A failure waits for the next time, and is told by `health`.
  private func enforceRetention(_ now: WallTime) {
    var failure: StoreError?
    do throws(StoreError) {
      try connection.enforce(options.retention, now: now)
      bytesSinceRetention = 0
      lastRetention = now
    } catch {
      failure = error
    }
    counts.withLock { $0.retentionFailure = failure }
  }

  private func write(_ batch: [Pending]) -> [Result<FailureID, StoreError>] {
    do throws(StoreError) {
      let ids = try connection.transaction { () throws(StoreError) in
        var ids: [FailureID] = []
        for entry in batch { ids.append(try connection.insert(entry.failure)) }
        return ids
      }
      bytesSinceRetention += batch.reduce(0) { $0 + Int64($1.failure.bytes) }
      return ids.map { .success($0) }
    } catch {
      // One that is too large must not take the others with it; a file that another process holds is waited for once.
      if case .busy = error { return batch.map { _ in .failure(error) } }
      guard batch.count > 1 else { return [.failure(error)] }
      return batch.flatMap { write([$0]) }
    }
  }
}
