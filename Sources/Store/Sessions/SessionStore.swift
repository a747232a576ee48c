package import JSON

/// Conversations, kept across requests and restarts. What `append` has returned for stays whatever happens to the
/// process or the machine. Works on a thread of its own.
package actor SessionStore {
  private let executor = StorageExecutor(label: "sessions")
  package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  package nonisolated let options: SessionStoreOptions
  private let connection: Connection
  private let lock: FileLock

  /// Opens the file, or makes it, for this process alone: it orders the requests of a session. Works on the caller's
  /// thread.
  package init(path: String, options: SessionStoreOptions = SessionStoreOptions()) throws(StoreError) {
    lock = try FileLock(path: path)
    let connection = try Connection.open(path: path)
    try Migrations.sessions.run(on: connection, path: path)
    self.connection = connection
    self.options = options
  }

  /// Nil for a session that has no turns yet, or whose time is over.
  package func history(of name: SessionName, now: WallTime = .now()) throws(StoreError) -> SessionHistory? {
    let session = try connection.first(
      "SELECT number, system FROM sessions WHERE client = ?1 AND id = ?2 AND used >= ?3",
      name.values + [.integer(oldestKept(now))]
    ) { ($0.integer(0) ?? 0, $0.text(1)) }
    guard let (number, system) = session else { return nil }
    let turns = try connection.rows(
      "SELECT sequence, messages FROM turns WHERE session = ?1 ORDER BY sequence", [.integer(number)]
    ) { (row: borrowing Statement) throws(StoreError) in
      try Self.messages(row.text(1), row.integer(0) ?? 0)
    }
    return SessionHistory(system: system, turns: turns)
  }

  /// Adds a turn, to a new session where there is none.
  ///
  /// - Parameters:
  ///   - system: what stands before all turns from now on; nil leaves it as it is.
  ///   - messages: of the turn, the answer last.
  package func append(
    _ messages: [JSONValue], system: String?, to name: SessionName, now: WallTime = .now()
  ) throws(StoreError) {
    let text = JSONWriter.write(.array(messages))
    try connection.transaction { () throws(StoreError) in
      try connection.run(
        "DELETE FROM sessions WHERE used < ?1", [.integer(oldestKept(now))])
      try connection.run(
        """
        INSERT INTO sessions (client, id, system, used) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (client, id) DO UPDATE SET used = ?4, system = ifnull(?3, system)
        """, name.values + [SQLValue(system), .integer(now.milliseconds)])
      try connection.run(
        """
        INSERT INTO turns (session, messages, bytes)
        SELECT number, ?3, ?4 FROM sessions WHERE client = ?1 AND id = ?2
        """, name.values + [.text(text), .integer(Int64(text.utf8.count))])
      try removeOldest(lastInsertedIn: name)
    }
  }

  /// False when there is no such session.
  package func remove(_ name: SessionName) throws(StoreError) -> Bool {
    try connection.run("DELETE FROM sessions WHERE client = ?1 AND id = ?2", name.values)
    return connection.changes > 0
  }

  /// Milliseconds; a session that was used before and not since is gone.
  private func oldestKept(_ now: WallTime) -> Int64 { now.adding(seconds: -options.kept).milliseconds }

  /// Turns before which the session has more bytes than it may.
  private func removeOldest(lastInsertedIn name: SessionName) throws(StoreError) {
    try connection.run(
      """
      WITH sizes AS (
        SELECT sequence, SUM(bytes) OVER (ORDER BY sequence DESC) AS size,
          ROW_NUMBER() OVER (ORDER BY sequence DESC) AS place
        FROM turns WHERE session = (SELECT number FROM sessions WHERE client = ?1 AND id = ?2)
      )
      DELETE FROM turns WHERE sequence IN (SELECT sequence FROM sizes WHERE size > ?3 AND place > 1)
      """, name.values + [.integer(options.bytes)])
  }

  private static func messages(_ text: String?, _ row: Int64) throws(StoreError) -> [JSONValue] {
    do throws(JSONParseError) {
      if let text, let messages = try JSONParser.parse(text, options: .init(maximumDepth: .max)).arrayValue {
        return messages
      }
    } catch {
      throw .unexpectedValue(table: "turns", column: "messages", row: row)
    }
    throw .unexpectedValue(table: "turns", column: "messages", row: row)
  }
}
