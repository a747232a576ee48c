import JSON

/// Reads rows of the table `failures`.
enum FailureRow {
  static let summaryColumns =
    "id, time, kind, code, reason, endpoint, contract, contract_version, model, redacted, state, retries, last_retry"
  /// Behind those of the summary.
  static let detailColumns = "request, seed, schema_hash, tokens, text, mask_position"

  static func summary(_ row: borrowing Statement) throws(StoreError) -> FailureSummary {
    guard let id = row.integer(0) else { throw wrong("id", 0) }
    guard let time = row.integer(1) else { throw wrong("time", id) }
    guard let kind = row.text(2).flatMap({ FailureKind(rawValue: $0) }) else { throw wrong("kind", id) }
    guard let code = row.text(3) else { throw wrong("code", id) }
    guard let reason = row.text(4) else { throw wrong("reason", id) }
    guard let endpoint = row.text(5) else { throw wrong("endpoint", id) }
    var contract: FailureContract?
    if let name = row.text(6), let version = row.text(7) { contract = FailureContract(name: name, version: version) }
    guard let model = row.text(8) else { throw wrong("model", id) }
    guard let isRedacted = row.integer(9) else { throw wrong("redacted", id) }
    guard let state = row.text(10).flatMap({ FailureState(rawValue: $0) }) else { throw wrong("state", id) }
    guard let retries = row.integer(11) else { throw wrong("retries", id) }
    return FailureSummary(
      id: FailureID(rawValue: id), time: WallTime(milliseconds: time), kind: kind, code: code, reason: reason,
      endpoint: endpoint, contract: contract, model: model, isRedacted: isRedacted != 0, state: state,
      retries: Int(retries), lastRetry: row.integer(12).map { WallTime(milliseconds: $0) })
  }

  static func record(_ row: borrowing Statement) throws(StoreError) -> FailureRecord {
    let summary = try summary(row)
    let id = summary.id.rawValue
    guard let requestText = row.text(13) else { throw wrong("request", id) }
    let request: JSONValue
    do throws(JSONParseError) {
      request = try JSONParser.parse(requestText, options: .init(maximumDepth: .max))
    } catch {
      throw wrong("request", id)
    }
    guard let tokens = row.blob(16), tokens.count.isMultiple(of: 4) else { throw wrong("tokens", id) }
    guard let text = row.text(17) else { throw wrong("text", id) }
    let failure = Failure(
      time: summary.time, kind: summary.kind, code: summary.code, reason: summary.reason, endpoint: summary.endpoint,
      request: request, contract: summary.contract, model: summary.model,
      seed: row.integer(14).map { UInt64(bitPattern: $0) }, schemaHash: row.text(15), tokens: decode(tokens),
      text: text, maskPosition: row.integer(18).map { Int($0) })
    return FailureRecord(summary: summary, failure: failure)
  }

  /// Tokens as 32-bit numbers, the least byte first.
  static func encode(_ tokens: [UInt32]) -> [UInt8] {
    tokens.flatMap { token in (0..<4).map { UInt8(truncatingIfNeeded: token >> UInt32($0 * 8)) } }
  }

  private static func decode(_ bytes: [UInt8]) -> [UInt32] {
    stride(from: 0, to: bytes.count, by: 4).map { start in
      (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32($1 * 8) }
    }
  }

  private static func wrong(_ column: String, _ row: Int64) -> StoreError {
    .unexpectedValue(table: "failures", column: column, row: row)
  }
}
