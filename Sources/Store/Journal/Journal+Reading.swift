extension Journal {
  /// Records that the filter takes, the latest first.
  ///
  /// - Parameters:
  ///   - before: only records that came before this one, to go on behind a page.
  ///   - limit: records at most, at least 1.
  package func list(
    _ filter: FailureFilter = FailureFilter(), before: FailureID? = nil, limit: Int
  ) throws(StoreError) -> FailurePage {
    precondition(limit >= 1)
    let records = try connection.summaries(
      where: FailureFilter.condition + " AND (?4 IS NULL OR id < ?4) ORDER BY id DESC LIMIT ?5",
      filter.values + [SQLValue(before?.rawValue), .integer(Int64(limit) + 1)])
    return FailurePage(records: Array(records.prefix(limit)), hasMore: records.count > limit)
  }

  package func record(_ id: FailureID) throws(StoreError) -> FailureRecord? {
    try connection.records(where: "id = ?1", [.integer(id.rawValue)]).first
  }

  /// Some records in the order in which they came, to go through all of them without holding up appends.
  ///
  /// - Parameter after: only records that came after this one.
  package func chunk(
    _ filter: FailureFilter = FailureFilter(), after: FailureID?, limit: Int
  ) throws(StoreError) -> [FailureRecord] {
    try connection.records(
      where: FailureFilter.condition + " AND (?4 IS NULL OR id > ?4) ORDER BY id LIMIT ?5",
      filter.values + [SQLValue(after?.rawValue), .integer(Int64(limit))])
  }

  /// Notes what a retry has shown.
  ///
  /// - Returns: the record as it is now, nil when there is none.
  package func markRetried(
    _ id: FailureID, as state: FailureState, at time: WallTime = .now()
  ) throws(StoreError) -> FailureRecord? {
    try connection.run(
      "UPDATE failures SET state = ?2, retries = retries + 1, last_retry = ?3 WHERE id = ?1",
      [.integer(id.rawValue), .text(state.rawValue), .integer(time.milliseconds)])
    return try record(id)
  }
}
