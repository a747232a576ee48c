import JSON

/// What Llama 3 and 3.1 were trained on, by Meta's description of the prompt format
/// (https://www.llama.com/docs/model-cards-and-prompt-formats), in the layout that `transformers` gives it.
extension ChatTemplate {
  private static let day = "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"
  private static let toolInstructions = """
    Given the following functions, please respond with a JSON for a function call with its proper arguments that best \
    answers the given prompt.

    Respond in the format {"name": function name, "parameters": dictionary of argument name and its value}.\
    Do not use variables.


    """

  func llamaParts(_ messages: [ChatMessage], tools: [JSONValue], addGenerationPrompt: Bool) -> [PromptPart] {
    var rest = messages[...]
    var parts: [PromptPart] = [.special("<|begin_of_text|>")]
    if self == .llama3_1 {
      let system = rest.first?.role == .system ? rest.removeFirst().content : ""
      parts += Self.turn(
        "system", (tools.isEmpty ? "" : "Environment: ipython\n") + Self.day + Self.trimmed(system))
    } else if rest.first?.role == .system {
      parts += Self.turn("system", Self.trimmed(rest.removeFirst().content))
    }
    if !tools.isEmpty {
      // They stand in front of the first question.
      var text = Self.toolInstructions
      let style = JSONWriter.Style(keySeparator: ": ", indentation: 4)
      for tool in tools { text += JSONWriter.write(tool, style: style) + "\n\n" }
      parts += Self.turn("user", text + Self.trimmed(rest.popFirst()?.content ?? ""))
    }
    for message in rest {
      switch message.role {
      case .assistant where !message.toolCalls.isEmpty:
        // A turn has one call, and no text beside it.
        for call in message.toolCalls {
          let arguments = JSONWriter.write(call.arguments, style: .spaced)
          parts += Self.turn("assistant", "{\"name\": \"\(call.name)\", \"parameters\": \(arguments)}")
        }
      case .system, .user, .assistant: parts += Self.turn(message.role.rawValue, Self.trimmed(message.content))
      case .tool: parts += Self.turn("ipython", JSONWriter.quote(message.content))
      }
    }
    if addGenerationPrompt { parts += Self.header("assistant") + [.text("\n\n")] }
    return parts
  }

  private static func header(_ role: String) -> [PromptPart] {
    [.special("<|start_header_id|>"), .text(role), .special("<|end_header_id|>")]
  }

  private static func turn(_ role: String, _ text: String) -> [PromptPart] {
    header(role) + [.text("\n\n" + text), .special("<|eot_id|>")]
  }

  /// Without whitespace at both ends, as Python's `str.strip` sees it: beside Unicode's, the separators U+001C to U+001F.
  private static func trimmed(_ text: String) -> String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    return String(scalars)
  }
}
