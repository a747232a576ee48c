public import JSON

/// How a model wants a conversation written.
public enum ChatTemplate: Sendable, Hashable {
  /// Qwen2.5's ChatML, with tools.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case qwen2_5

  /// The prompt for a conversation in parts, so that special tokens and text are told apart.
  ///
  /// - Parameters:
  ///   - tools: function definitions as the caller sent them, shown to the model as JSON with `", "` and `": "`
  ///     between their parts. Numbers keep the text that they came in.
  ///   - addGenerationPrompt: whether an assistant's turn is opened at the end.
  public func parts(_ messages: [ChatMessage], tools: [JSONValue] = [], addGenerationPrompt: Bool) -> [PromptPart] {
    switch self {
    case .qwen2_5: Self.qwenParts(messages, tools: tools, addGenerationPrompt: addGenerationPrompt)
    }
  }

  /// The same as one text, special tokens spelled out.
  public func render(_ messages: [ChatMessage], tools: [JSONValue] = [], addGenerationPrompt: Bool) -> String {
    parts(messages, tools: tools, addGenerationPrompt: addGenerationPrompt).reduce(into: "") { $0 += $1.spelling }
  }
}
