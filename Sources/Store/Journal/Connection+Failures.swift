/// Records as rows.
extension Connection {
  func insert(_ failure: EncodedFailure) throws(StoreError) -> FailureID {
    try run(
      """
      INSERT INTO failures (time, kind, code, reason, endpoint, request, contract, contract_version, model, seed,
        schema_hash, tokens, text, mask_position, redacted, bytes)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
      """, failure.values)
    return FailureID(rawValue: lastInsertedID)
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
