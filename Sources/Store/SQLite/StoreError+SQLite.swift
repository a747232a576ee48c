import CSQLite

extension StoreError {
  /// The failure that a call on this connection has just returned.
  init(_ code: Int32, on connection: OpaquePointer) {
    let message = unsafe String(cString: sqlite3_errmsg(connection))
    // Extended codes have the primary one in their low byte.
    switch code & 0xFF {
    case SQLITE_FULL: self = .full(message: message)
    // No space for the shared memory of the write-ahead log.
    case SQLITE_IOERR where code == Self.sharedMemorySize: self = .full(message: message)
    case SQLITE_BUSY, SQLITE_LOCKED: self = .busy(message: message)
    default: self = .sqlite(code: code, message: message)
    }
  }

  /// `SQLITE_IOERR_SHMSIZE`, an expression that Swift does not import.
  private static let sharedMemorySize = SQLITE_IOERR | 19 << 8
}
