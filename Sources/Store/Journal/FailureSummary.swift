package import JSON

/// A record without what may be long: request, tokens and text.
package struct FailureSummary: Sendable, Hashable {
  package let id: FailureID
  package let time: WallTime
  package let kind: FailureKind
  package let code: String
  package let reason: String
  package let endpoint: String
  package let contract: FailureContract?
  package let model: String
  /// Whether fields were taken out before it was written, so that it can't be run again.
  package let isRedacted: Bool
  package let state: FailureState
  package let retries: Int
  /// When it was last retried.
  package let lastRetry: WallTime?

  package var json: JSONValue { .object(members) }

  var members: JSONObject {
    let contract: JSONValue? = contract.map { ["name": .string($0.name), "version": .string($0.version)] }
    return JSONObject([
      .init(key: "id", value: .integer(Int(id.rawValue))), .init(key: "object", value: "failure"),
      .init(key: "time", value: .string(time.description)), .init(key: "kind", value: .string(kind.rawValue)),
      .init(key: "code", value: .string(code)), .init(key: "reason", value: .string(reason)),
      .init(key: "endpoint", value: .string(endpoint)), .init(key: "contract", value: contract ?? .null),
      .init(key: "model", value: .string(model)), .init(key: "redacted", value: .bool(isRedacted)),
      .init(key: "state", value: .string(state.rawValue)), .init(key: "retries", value: .integer(retries)),
      .init(key: "last_retry", value: lastRetry.map { .string($0.description) } ?? .null),
    ])
  }
}
