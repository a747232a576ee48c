/// Why something was not stored or read. No message holds stored values.
package enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The disk, or what the file may take of it, is used up.
  case full(message: String)
  /// Another process held the file for longer than the busy timeout.
  case busy(message: String)
  /// Any other failure of SQLite: its extended result code and its words.
  case sqlite(code: Int32, message: String)
  /// The file can't be made or opened; `errno`'s words.
  case unopenable(path: String, reason: String)
  /// A database of something else.
  case foreignFile(path: String)
  /// A later version wrote the file; versions of its schema.
  case newerSchema(path: String, found: Int, known: Int)
  /// The file system can't share memory between processes, which write-ahead logging needs.
  case noWriteAheadLog(path: String, mode: String)
  /// A stored value is not what it should be, which means that the file was changed from outside.
  case unexpectedValue(table: String, column: String, row: Int64)
  /// Another process works with the file.
  case inUse(path: String)
  /// So many writes wait already.
  case overloaded(waiting: Int)

  package var description: String {
    switch self {
    case .full(let message): "no space is left: \(message)"
    case .busy(let message): "another process holds the file: \(message)"
    case .sqlite(let code, let message): "SQLite error \(code): \(message)"
    case .unopenable(let path, let reason): "can't open \(path): \(reason)"
    case .foreignFile(let path): "\(path) is a database of another kind"
    case .newerSchema(let path, let found, let known):
      "\(path) has version \(found) of its schema; this program knows versions up to \(known)"
    case .noWriteAheadLog(let path, let mode):
      "\(path) is on a file system without shared memory (its journal mode stays \(mode))"
    case .unexpectedValue(let table, let column, let row): "row \(row) of \(table) holds no valid \(column)"
    case .inUse(let path): "another process works with \(path)"
    case .overloaded(let waiting): "\(waiting) writes are waiting already"
    }
  }
}
