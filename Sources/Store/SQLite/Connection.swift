import CSQLite
import Glibc

/// A connection to a database file, used by one task at a time.
@safe package struct Connection: ~Copyable {
  private let handle: OpaquePointer

  /// Opens the file, or makes one that only its owner may read, and sets what every connection here has: write-ahead
  /// logging with `synchronous` = FULL, enforced foreign keys, and a busy timeout.
  ///
  /// - Parameters:
  ///   - creates: whether to make a file where there is none.
  ///   - busyTimeout: how long to wait for another process, in milliseconds.
  package static func open(
    path: String, creates: Bool = true, busyTimeout: Int32 = 5_000
  ) throws(StoreError) -> Connection {
    // The log and its shared memory get the mode of the database.
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CLOEXEC | (creates ? O_CREAT : 0), 0o600)
    guard descriptor >= 0 else { throw .unopenable(path: path, reason: unsafe String(cString: strerror(errno))) }
    Glibc.close(descriptor)

    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
    guard let handle = unsafe handle else { throw .sqlite(code: code, message: "no memory for a connection") }
    // A connection that failed to open wants to be closed too.
    let connection = unsafe Connection(handle)
    guard code == SQLITE_OK else { throw unsafe StoreError(code, on: handle) }
    unsafe sqlite3_busy_timeout(handle, busyTimeout)
    try connection.script("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")
    let mode = try connection.first("PRAGMA journal_mode = WAL") { $0.text(0) } ?? nil
    guard mode == "wal" else { throw .noWriteAheadLog(path: path, mode: mode ?? "unknown") }
    // FULL syncs the log at every commit, so that what is committed survives a power cut; NORMAL syncs it only before a
    // checkpoint, which survives the death of the process alone. Writes are grouped, so the cost is a sync a group.
    try connection.script("PRAGMA synchronous = FULL;")
    return connection
  }

  private init(_ handle: OpaquePointer) { unsafe self.handle = handle }

  deinit {
    // Statements never outlive a call, so that nothing keeps it open.
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs statements that have no parameters and whose rows nobody wants.
  package func script(_ sql: String) throws(StoreError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw unsafe StoreError(code, on: handle) }
  }

  /// Runs one statement to its end.
  package func run(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) {
    let statement = try unsafe Statement(sql, on: handle)
    try statement.bind(values)
    while try statement.step() {}
  }

  /// Reads all rows.
  package func rows<Row>(
    _ sql: String, _ values: [SQLValue] = [], read: (borrowing Statement) throws(StoreError) -> Row
  ) throws(StoreError) -> [Row] {
    let statement = try unsafe Statement(sql, on: handle)
    try statement.bind(values)
    var rows: [Row] = []
    while try statement.step() { rows.append(try read(statement)) }
    return rows
  }

  /// Reads the first row, nil when there is none.
  package func first<Row>(
    _ sql: String, _ values: [SQLValue] = [], read: (borrowing Statement) throws(StoreError) -> Row
  ) throws(StoreError) -> Row? {
    let statement = try unsafe Statement(sql, on: handle)
    try statement.bind(values)
    return try statement.step() ? try read(statement) : nil
  }

  /// The integer in the first column of the first row.
  package func integer(_ sql: String, _ values: [SQLValue] = []) throws(StoreError) -> Int64? {
    try first(sql, values) { $0.integer(0) } ?? nil
  }

  /// Everything that `body` writes, or nothing. Takes the write lock at once, so that it can't fail halfway for another
  /// writer's sake.
  package func transaction<Result>(
    _ body: () throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    try script("BEGIN IMMEDIATE")
    do throws(StoreError) {
      let result = try body()
      try script("COMMIT")
      return result
    } catch {
      // Some failures, such as a full disk, have rolled back already.
      if unsafe sqlite3_get_autocommit(handle) == 0 { try script("ROLLBACK") }
      throw error
    }
  }

  /// The row id that the last insertion got.
  package var lastInsertedID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// Rows that the last statement wrote or deleted.
  package var changes: Int { unsafe Int(sqlite3_changes64(handle)) }
}
