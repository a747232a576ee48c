package import JSON
package import Tokenizer

extension ChatMessage {
  /// The messages of a `messages` field, at least one.
  package static func list(_ items: [JSONValue], at path: FieldPath) throws(GatewayError) -> [ChatMessage] {
    guard !items.isEmpty else { throw .outOfRange(path, allowed: "at least one message", given: "an empty array") }
    var messages: [ChatMessage] = []
    for (index, item) in items.enumerated() {
      messages.append(try ChatMessage(item, at: path.appending(index)))
    }
    return messages
  }

  init(_ value: JSONValue, at path: FieldPath) throws(GatewayError) {
    var fields = try FieldReader(value, at: path)
    let role = try Self.role(try fields.requiredString("role"), at: fields.path(of: "role"))
    let content = try Self.content(try fields.required("content"), at: fields.path(of: "content"))
    self.init(role: role, content: content)
    // The template has no place for a name, so the model would not see it.
    try fields.refuse("name", reason: "messages cannot carry a name")
    if role == .assistant {
      // What the official client sends back when an answer is put into the next request.
      fields.ignore("annotations")
      let tools = "tool calls are not supported"
      try fields.refuse("tool_calls", unless: [[]], reason: tools)
      try fields.refuse("function_call", reason: tools)
      try fields.refuse("audio", reason: "audio is not supported")
      try fields.refuse("refusal", reason: "refusals cannot be shown to the model")
    }
    try fields.finish()
  }

  private static func role(_ name: String, at path: FieldPath) throws(GatewayError) -> ChatRole {
    switch name {
    case "developer": return .system
    case "tool", "function": throw .unsupported(path, reason: "messages of tools are not supported")
    default:
      guard let role = ChatRole(rawValue: name) else {
        throw .outOfRange(
          path, allowed: "'system', 'developer', 'user' or 'assistant'", given: "'\(name)'")
      }
      return role
    }
  }

  private static func content(_ value: JSONValue, at path: FieldPath) throws(GatewayError) -> String {
    switch value {
    case .string(let text): return text.text
    case .array(let parts):
      guard !parts.isEmpty else { throw .outOfRange(path, allowed: "at least one part", given: "an empty array") }
      var texts: [String] = []
      for (index, part) in parts.enumerated() { texts.append(try Self.part(part, at: path.appending(index))) }
      return texts.joined(separator: "\n")
    default: throw .wrongType(path, expected: "a string or an array of parts", found: value.typeName)
    }
  }

  private static func part(_ value: JSONValue, at path: FieldPath) throws(GatewayError) -> String {
    var fields = try FieldReader(value, at: path)
    let type = try fields.requiredString("type")
    guard type == "text" else {
      throw .unsupported(fields.path(of: "type"), reason: "parts of type '\(type)' are not supported, only 'text'")
    }
    let text = try fields.requiredString("text")
    fields.ignore("prompt_cache_breakpoint")
    try fields.finish()
    return text
  }
}
