import JSON

/// Reads rows of the table `jobs`.
enum JobRow {
  static let columns = columns(request: "request")
  /// A request may be long, and a list has many.
  static let columnsWithoutRequest = columns(request: "'null'")

  private static func columns(request: String) -> String {
    "sequence, id, client, idempotency_key, endpoint, \(request), trace, state, created, started, ended, runs, status, "
      + "headers, response"
  }

  static func job(_ row: borrowing Statement) throws(StoreError) -> Job {
    guard let sequence = row.integer(0) else { throw wrong("sequence", 0) }
    guard let id = row.text(1) else { throw wrong("id", sequence) }
    guard let client = row.text(2) else { throw wrong("client", sequence) }
    guard let endpoint = row.text(4) else { throw wrong("endpoint", sequence) }
    guard let trace = row.text(6) else { throw wrong("trace", sequence) }
    guard let state = row.text(7).flatMap({ JobState(rawValue: $0) }) else { throw wrong("state", sequence) }
    guard let created = row.integer(8) else { throw wrong("created", sequence) }
    guard let runs = row.integer(11) else { throw wrong("runs", sequence) }
    var answer: JobAnswer?
    if let status = row.integer(12) {
      guard let headers = try json(row, 13, "headers", sequence).objectValue else { throw wrong("headers", sequence) }
      answer = JobAnswer(status: Int(status), headers: headers, body: try json(row, 14, "response", sequence))
    }
    return Job(
      id: JobID(id),
      job: NewJob(
        client: client.isEmpty ? nil : client, idempotencyKey: row.text(3), endpoint: endpoint,
        request: try json(row, 5, "request", sequence), trace: trace),
      state: state, created: WallTime(milliseconds: created),
      started: row.integer(9).map { WallTime(milliseconds: $0) },
      ended: row.integer(10).map { WallTime(milliseconds: $0) }, runs: Int(runs), answer: answer)
  }

  private static func json(
    _ row: borrowing Statement, _ column: Int, _ name: String, _ sequence: Int64
  ) throws(StoreError) -> JSONValue {
    guard let text = row.text(column) else { throw wrong(name, sequence) }
    do throws(JSONParseError) {
      return try JSONParser.parse(text, options: .init(maximumDepth: .max))
    } catch {
      throw wrong(name, sequence)
    }
  }

  private static func wrong(_ column: String, _ row: Int64) -> StoreError {
    .unexpectedValue(table: "jobs", column: column, row: row)
  }
}
