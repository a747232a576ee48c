import JSON
import Store

/// What a request says in its session.
struct SessionSaying: Sendable {
  /// All fields of the request but the session's.
  let fields: JSONObject
  /// What stands before all turns from now on; nil leaves it as it is.
  let system: String?
  /// Without those of the system.
  let messages: [JSONValue]

  /// A request that says all of it by itself.
  func body(after history: SessionHistory?) -> JSONValue {
    var messages = (history?.turns ?? []).flatMap { $0 } + self.messages
    if let before = system ?? history?.system {
      messages.insert(["role": "system", "content": .string(before)], at: 0)
    }
    var members = fields
    members["prompt"] = nil
    members["messages"] = .array(messages)
    members["truncation"] = "auto"
    return .object(members)
  }
}
