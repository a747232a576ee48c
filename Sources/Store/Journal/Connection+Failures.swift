import JSON

/// Records as rows.
extension Connection {
  /// - Returns: the new record, and the bytes of its contents.
  func insert(_ failure: Failure, isRedacted: Bool) throws(StoreError) -> (id: FailureID, bytes: Int64) {
    let request = JSONWriter.write(failure.request)
    let tokens = FailureRow.encode(failure.tokens)
    let bytes = Int64(request.utf8.count + failure.text.utf8.count + tokens.count + failure.reason.utf8.count)
    try run(
      """
      INSERT INTO failures (time, kind, code, reason, endpoint, request, contract, contract_version, model, seed,
        schema_hash, tokens, text, mask_position, redacted, bytes)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
      """,
      [
        .integer(failure.time.milliseconds), .text(failure.kind.rawValue), .text(failure.code), .text(failure.reason),
        .text(failure.endpoint), .text(request), SQLValue(failure.contract?.name), SQLValue(failure.contract?.version),
        .text(failure.model), SQLValue(failure.seed.map { Int64(bitPattern: $0) }), SQLValue(failure.schemaHash),
        .blob(tokens), .text(failure.text), SQLValue(failure.maskPosition), .integer(isRedacted ? 1 : 0),
        .integer(bytes),
      ])
    return (FailureID(rawValue: lastInsertedID), bytes)
  }

  func summaries(where condition: String, _ values: [SQLValue]) throws(StoreError) -> [FailureSummary] {
    try rows("SELECT \(FailureRow.summaryColumns) FROM failures WHERE \(condition)", values) {
      (row: borrowing Statement) throws(StoreError) in try FailureRow.summary(row)
    }
  }

  func records(where condition: String, _ values: [SQLValue]) throws(StoreError) -> [FailureRecord] {
    let columns = FailureRow.summaryColumns + ", " + FailureRow.detailColumns
    return try rows("SELECT \(columns) FROM failures WHERE \(condition)", values) {
      (row: borrowing Statement) throws(StoreError) in try FailureRow.record(row)
    }
  }
}
