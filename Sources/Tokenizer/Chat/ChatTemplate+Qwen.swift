import JSON

/// The text is that of `chat_template` in the `tokenizer_config.json` of Qwen2, Qwen2.5 and Qwen3 (Apache-2.0), which the
/// models were trained on: it must be the same to the byte.
extension ChatTemplate {
  private static let start = PromptPart.special("<|im_start|>")
  private static let end = [PromptPart.special("<|im_end|>"), .text("\n")]

  static func qwenParts(
    _ messages: [ChatMessage], defaultSystem: String, tools: [JSONValue], addGenerationPrompt: Bool
  ) -> [PromptPart] {
    let opensWithSystem = messages.first?.role == .system
    var system = "system\n" + (opensWithSystem ? messages[0].content : defaultSystem)
    if !tools.isEmpty { system += "\n\n" + instructions(for: tools) }
    var parts = [start, .text(system)] + end

    for position in messages.indices.dropFirst(opensWithSystem ? 1 : 0) {
      let message = messages[position]
      switch message.role {
      case .assistant where !message.toolCalls.isEmpty:
        var text = "assistant"
        if !message.content.isEmpty { text += "\n" + message.content }
        for call in message.toolCalls {
          text += "\n" + Self.call(call.name, JSONWriter.write(call.arguments, style: .spaced))
        }
        parts += [start, .text(text)] + end
      case .system, .user, .assistant:
        parts += [start, .text("\(message.role.rawValue)\n\(message.content)")] + end
      case .tool: parts += result(messages, at: position)
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

  private static func call(_ name: String, _ arguments: String) -> String {
    "<tool_call>\n{\"name\": \"\(name)\", \"arguments\": \(arguments)}\n</tool_call>"
  }

  /// Results that follow each other share one turn.
  private static func result(_ messages: [ChatMessage], at position: Int) -> [PromptPart] {
    let opens = position == 0 || messages[position - 1].role != .tool
    let closes = position + 1 == messages.count || messages[position + 1].role != .tool
    let text = PromptPart.text("\n<tool_response>\n\(messages[position].content)\n</tool_response>")
    return (opens ? [start, .text("user")] : []) + [text] + (closes ? end : [])
  }

  // MARK: Qwen3

  static func qwen3Parts(_ messages: [ChatMessage], tools: [JSONValue], addGenerationPrompt: Bool) -> [PromptPart] {
    let system = messages.first?.role == .system ? messages[0].content : nil
    var parts: [PromptPart] = []
    if !tools.isEmpty {
      parts += [start, .text("system\n" + (system.map { $0 + "\n\n" } ?? "") + instructions(for: tools))] + end
    } else if let system {
      parts += [start, .text("system\n" + system)] + end
    }
    // Thoughts are kept behind the last question alone; what looks like a result of a tool is none.
    let lastQuestion = messages.lastIndex { message in
      message.role == .user
        && !(message.content.utf8.starts(with: "<tool_response>".utf8)
          && message.content.utf8.reversed().starts(with: "</tool_response>".utf8.reversed()))
    }
    for (position, message) in messages.enumerated() {
      switch message.role {
      case .system where position == 0: continue
      case .system, .user: parts += [start, .text("\(message.role.rawValue)\n\(message.content)")] + end
      case .assistant:
        let (thoughts, content) = withoutThoughts(message.content)
        let isOpen = position > (lastQuestion ?? messages.count - 1)
        var text = "assistant\n"
        if isOpen && (position + 1 == messages.count || !thoughts.isEmpty) {
          text +=
            "<think>\n" + thoughts + "\n</think>\n\n" + String(decoding: trimmed(content.utf8[...]), as: UTF8.self)
        } else {
          text += content
        }
        for (number, call) in message.toolCalls.enumerated() {
          if number > 0 || !content.isEmpty { text += "\n" }
          text += Self.call(call.name, call.arguments.stringValue ?? JSONWriter.write(call.arguments, style: .spaced))
        }
        parts += [start, .text(text)] + end
      case .tool: parts += result(messages, at: position)
      }
    }
    if addGenerationPrompt { parts += [start, .text("assistant\n<think>\n\n</think>\n\n")] }
    return parts
  }

  /// A message's thoughts, and what comes behind them.
  private static func withoutThoughts(_ text: String) -> (thoughts: String, content: String) {
    let parts = text.utf8.split(separator: "</think>".utf8, omittingEmptySubsequences: false)
    guard parts.count > 1 else { return ("", text) }
    let opened = parts[0].split(separator: "<think>".utf8, omittingEmptySubsequences: false)
    var thoughts = trimmed(opened.last!)
    while thoughts.last == UInt8(ascii: "\n") { thoughts.removeLast() }
    return (String(decoding: thoughts, as: UTF8.self), String(decoding: trimmed(parts.last!), as: UTF8.self))
  }

  /// Without line feeds at its start.
  private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
    text.drop { $0 == UInt8(ascii: "\n") }
  }
}
