package import JSON
package import Tokenizer

extension ChatMessage {
  /// The messages of a `messages` field, at least one.
  ///
  /// - Parameter continues: whether they go on with a conversation whose calls the first ones may answer.
  package static func list(
    _ items: [JSONValue], at path: FieldPath, continues: Bool = false
  ) throws(GatewayError) -> [ChatMessage] {
    guard !items.isEmpty else { throw .outOfRange(path, allowed: "at least one message", given: "an empty array") }
    var messages: [ChatMessage] = []
    for (index, item) in items.enumerated() {
      messages.append(try ChatMessage(item, at: path.appending(index)))
    }
    let known = continues ? messages.prefix { $0.role == .tool }.count : 0
    return try messages.prefix(known)
      + orderingResults(of: Array(messages.dropFirst(known))) { path.appending(known + $0).appending("tool_call_id") }
  }

  init(_ value: JSONValue, at path: FieldPath) throws(GatewayError) {
    var fields = try FieldReader(value, at: path)
    let role = try Self.role(try fields.requiredString("role"), at: fields.path(of: "role"))
    switch role {
    case .system, .user: self.init(role: role, content: try Self.content(&fields))
    case .assistant: self = try Self.assistant(&fields)
    case .tool: self = try Self.result(&fields)
    }
    // The template has no place for a name, so the model would not see it.
    if role != .tool { try fields.refuse("name", reason: "messages cannot carry a name") }
    try fields.finish()
  }

  private static func role(_ name: String, at path: FieldPath) throws(GatewayError) -> ChatRole {
    switch name {
    case "developer": return .system
    case "function": return .tool
    default:
      guard let role = ChatRole(rawValue: name) else {
        throw .outOfRange(
          path, allowed: "'system', 'developer', 'user', 'assistant', 'tool' or 'function'", given: "'\(name)'")
      }
      return role
    }
  }

  private static func content(_ fields: inout FieldReader) throws(GatewayError) -> String {
    try ContentParts.text(try fields.required("content"), at: fields.path(of: "content"), types: ["text"])
  }

  private static func assistant(_ fields: inout FieldReader) throws(GatewayError) -> ChatMessage {
    // What the official client sends back when an answer is put into the next request.
    fields.ignore("annotations")
    try fields.refuse("audio", reason: "audio is not supported")
    try fields.refuse("refusal", reason: "refusals cannot be shown to the model")
    let calls = try ToolCall.list(&fields)
    let contentPath = fields.path(of: "content")
    let content: String
    if let value = fields.take("content") {
      content = try ContentParts.text(value, at: contentPath, types: ["text"])
    } else {
      guard !calls.isEmpty else { throw .missing(contentPath) }
      content = ""
    }
    return ChatMessage(role: .assistant, content: content, toolCalls: calls)
  }

  /// A message of a tool; those of functions, as they were once called, have a name instead of an id.
  private static func result(_ fields: inout FieldReader) throws(GatewayError) -> ChatMessage {
    let isFunction = fields.take("role") == "function"
    // The name is the call's.
    let name = try fields.string("name")
    if isFunction, name == nil { throw .missing(fields.path(of: "name")) }
    let id = isFunction ? nil : try fields.requiredString("tool_call_id")
    return ChatMessage(role: .tool, content: try content(&fields), toolCallID: id)
  }

  /// Puts the results of calls into the order of the calls, for templates show no ids.
  ///
  /// - Parameter idField: the field with the id of the result at a place.
  static func orderingResults(
    of messages: [ChatMessage], idField: (Int) -> FieldPath
  ) throws(GatewayError) -> [ChatMessage] {
    var ordered: [ChatMessage] = []
    var place = 0
    while place < messages.count {
      guard messages[place].role == .tool else {
        ordered.append(messages[place])
        place += 1
        continue
      }
      let calls = ordered.last?.toolCalls ?? []
      var results: [(call: Int, message: ChatMessage)] = []
      while place < messages.count, messages[place].role == .tool {
        let message = messages[place]
        if let id = message.toolCallID {
          guard let call = calls.firstIndex(where: { $0.id == id }) else {
            throw .outOfRange(
              idField(place), allowed: "the id of a call of the assistant's message before it", given: "'\(id)'")
          }
          guard !results.contains(where: { $0.call == call }) else {
            throw .outOfRange(idField(place), allowed: "one result for each call", given: "another for '\(id)'")
          }
          results.append((call, message))
        } else {
          results.append((results.count, message))
        }
        place += 1
      }
      ordered += results.sorted { $0.call < $1.call }.map(\.message)
    }
    return ordered
  }
}
