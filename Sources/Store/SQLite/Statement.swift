import CSQLite

/// A prepared statement; after a step that found a row, that row.
///
/// It never leaves the call of `Connection` that made it, so the connection outlives it.
@safe package struct Statement: ~Copyable {
  private let handle: OpaquePointer

  /// - Parameter sql: one statement; what stands behind it is not read.
  init(_ sql: String, on connection: OpaquePointer) throws(StoreError) {
    var handle: OpaquePointer?
    let code = unsafe sqlite3_prepare_v2(connection, sql, -1, &handle, nil)
    guard code == SQLITE_OK, let handle = unsafe handle else { throw unsafe StoreError(code, on: connection) }
    unsafe self.handle = handle
  }

  deinit {
    // The code repeats that of the last step.
    unsafe sqlite3_finalize(handle)
  }

  /// Sets the parameters `?1`, `?2`, … in order.
  func bind(_ values: [SQLValue]) throws(StoreError) {
    let expected = unsafe sqlite3_bind_parameter_count(handle)
    precondition(values.count == Int(expected), "\(values.count) values for \(expected) parameters")
    for (place, value) in values.enumerated() {
      let index = Int32(place + 1)
      let code =
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): unsafe sqlite3_bind_int64(handle, index, number)
        case .text(let text): bind(text, index)
        case .blob(let bytes): bind(bytes, index)
        }
      guard code == SQLITE_OK else { throw error(code) }
    }
  }

  private func bind(_ text: String, _ index: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return unsafe sluice_sqlite_bind_text(handle, index, "", 0) }
      return unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        unsafe sluice_sqlite_bind_text(handle, index, $0, UInt64(bytes.count))
      }
    }
  }

  private func bind(_ bytes: [UInt8], _ index: Int32) -> Int32 {
    unsafe bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
      return unsafe sluice_sqlite_bind_blob(handle, index, start, UInt64(bytes.count))
    }
  }

  /// Goes on to the next row; false behind the last one.
  func step() throws(StoreError) -> Bool {
    switch unsafe sqlite3_step(handle) {
    case SQLITE_ROW: true
    case SQLITE_DONE: false
    case let code: throw error(code)
    }
  }

  /// Columns count from 0. Null where the column is, or where it holds another class of value.
  package func integer(_ column: Int) -> Int64? {
    guard unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_INTEGER else { return nil }
    return unsafe sqlite3_column_int64(handle, Int32(column))
  }

  package func text(_ column: Int) -> String? {
    guard unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_TEXT,
      let start = unsafe sqlite3_column_text(handle, Int32(column))
    else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  package func blob(_ column: Int) -> [UInt8]? {
    guard unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_BLOB else { return nil }
    let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
    guard let start = unsafe sqlite3_column_blob(handle, Int32(column)) else { return [] }
    return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  }

  private func error(_ code: Int32) -> StoreError {
    guard let connection = unsafe sqlite3_db_handle(handle) else {
      return .sqlite(code: code, message: unsafe String(cString: sqlite3_errstr(code)))
    }
    return unsafe StoreError(code, on: connection)
  }
}
