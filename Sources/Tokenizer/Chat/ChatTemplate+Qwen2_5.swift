import JSON

/// The text is that of `chat_template` in Qwen2.5's `tokenizer_config.json` (Apache-2.0), which the models were
/// trained on: it must be the same to the byte.
extension ChatTemplate {
  private static let defaultSystemMessage = "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."

  private static let start = PromptPart.special("<|im_start|>")
  private static let end = [PromptPart.special("<|im_end|>"), .text("\n")]

  static func qwenParts(_ messages: [ChatMessage], tools: [JSONValue], addGenerationPrompt: Bool) -> [PromptPart] {
    let opensWithSystem = messages.first?.role == .system
    var system = "system\n" + (opensWithSystem ? messages[0].content : defaultSystemMessage)
    if !tools.isEmpty { system += instructions(for: tools) }
    var parts = [start, .text(system)] + end

    for position in messages.indices.dropFirst(opensWithSystem ? 1 : 0) {
      let message = messages[position]
      switch message.role {
      case .assistant where !message.toolCalls.isEmpty:
        var text = "assistant"
        if !message.content.isEmpty { text += "\n" + message.content }
        for call in message.toolCalls { text += "\n" + Self.call(call) }
        parts += [start, .text(text)] + end
      case .system, .user, .assistant:
        parts += [start, .text("\(message.role.rawValue)\n\(message.content)")] + end
      case .tool:
        // Results that follow each other share one turn.
        if position == 0 || messages[position - 1].role != .tool { parts += [start, .text("user")] }
        parts.append(.text("\n<tool_response>\n\(message.content)\n</tool_response>"))
        if position + 1 == messages.count || messages[position + 1].role != .tool { parts += end }
      }
    }
    if addGenerationPrompt { parts += [start, .text("assistant\n")] }
    return parts
  }

  private static func instructions(for tools: [JSONValue]) -> String {
    var text = """


      # Tools

      You may call one or more functions to assist with the user query.

      You are provided with function signatures within <tools></tools> XML tags:
      <tools>
      """
    for tool in tools { text += "\n" + JSONWriter.write(tool, style: .spaced) }
    text += """

      </tools>

      For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML \
      tags:
      <tool_call>
      {"name": <function-name>, "arguments": <args-json-object>}
      </tool_call>
      """
    return text
  }

  private static func call(_ call: ToolCall) -> String {
    let arguments = JSONWriter.write(call.arguments, style: .spaced)
    return "<tool_call>\n{\"name\": \"\(call.name)\", \"arguments\": \(arguments)}\n</tool_call>"
  }
}
