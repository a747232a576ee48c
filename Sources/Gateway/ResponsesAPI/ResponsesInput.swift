import JSON
import Tokenizer

/// The `input` of a response: a text of the user, or the items of a conversation.
enum ResponsesInput {
  static let textTypes = ["input_text", "output_text"]

  static func messages(
    _ value: JSONValue, at path: FieldPath, instructions: String?
  ) throws(GatewayError) -> [ChatMessage] {
    var messages: [ChatMessage]
    switch value {
    case .string(let text): messages = [ChatMessage(role: .user, content: text.text)]
    case .array(let items): messages = try list(items, at: path)
    default: throw .wrongType(path, expected: "a string or an array of items", found: value.typeName)
    }
    guard let instructions, !instructions.isEmpty else { return messages }
    if messages[0].role == .system {
      messages[0].content = instructions + "\n\n" + messages[0].content
    } else {
      messages.insert(ChatMessage(role: .system, content: instructions), at: 0)
    }
    return messages
  }

  private static func list(_ items: [JSONValue], at path: FieldPath) throws(GatewayError) -> [ChatMessage] {
    guard !items.isEmpty else { throw .outOfRange(path, allowed: "at least one item", given: "an empty array") }
    var messages: [ChatMessage] = []
    /// The item that each message starts with.
    var places: [Int] = []
    for (index, item) in items.enumerated() {
      var fields = try FieldReader(item, at: path.appending(index))
      // What answers carry and requests send back.
      fields.ignore("id", "status")
      let type = try fields.string("type") ?? "message"
      let message: ChatMessage
      switch type {
      case "message": message = try Self.message(&fields)
      case "function_call":
        let call = try Self.call(&fields)
        try fields.finish()
        if messages.last?.role == .assistant {
          // One turn of the assistant is several items.
          messages[messages.count - 1].toolCalls.append(call)
          continue
        }
        messages.append(ChatMessage(role: .assistant, content: "", toolCalls: [call]))
        places.append(index)
        continue
      case "function_call_output": message = try Self.result(&fields)
      default:
        throw .unsupported(fields.path(of: "type"), reason: "items of type '\(type)' are not supported")
      }
      try fields.finish()
      if message.role == .assistant, let last = messages.last, !last.toolCalls.isEmpty {
        // Text behind calls is of their turn; models are shown the text of a turn first.
        messages[messages.count - 1].content = [last.content, message.content].filter { !$0.isEmpty }
          .joined(separator: "\n")
        continue
      }
      messages.append(message)
      places.append(index)
    }
    return try ChatMessage.orderingResults(of: messages) { path.appending(places[$0]).appending("call_id") }
  }

  private static func message(_ fields: inout FieldReader) throws(GatewayError) -> ChatMessage {
    let rolePath = fields.path(of: "role")
    let role: ChatRole
    switch try fields.requiredString("role") {
    case "system", "developer": role = .system
    case "user": role = .user
    case "assistant": role = .assistant
    case let other:
      throw .outOfRange(rolePath, allowed: "'system', 'developer', 'user' or 'assistant'", given: "'\(other)'")
    }
    fields.ignore("phase")
    let content = try ContentParts.text(
      try fields.required("content"), at: fields.path(of: "content"), types: textTypes)
    return ChatMessage(role: role, content: content)
  }

  private static func call(_ fields: inout FieldReader) throws(GatewayError) -> ToolCall {
    let id = try fields.requiredString("call_id")
    let name = try FunctionTool.name(try fields.requiredString("name"), at: fields.path(of: "name"))
    // What the official client adds when it has parsed an answer.
    fields.ignore("parsed_arguments", "namespace", "caller", "async")
    return ToolCall(id: id, name: name, arguments: ToolCall.value(of: try fields.requiredString("arguments")))
  }

  private static func result(_ fields: inout FieldReader) throws(GatewayError) -> ChatMessage {
    let id = try fields.requiredString("call_id")
    let output = try ContentParts.text(
      try fields.required("output"), at: fields.path(of: "output"), types: textTypes)
    return ChatMessage(role: .tool, content: output, toolCallID: id)
  }
}
