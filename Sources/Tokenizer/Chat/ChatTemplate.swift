public import JSON

/// How a model wants a conversation written. The raw values are the names on the command line.
public enum ChatTemplate: String, Sendable, Hashable, CaseIterable {
  /// Qwen2's ChatML. Its own template knows no tools; they are written as Qwen2.5 writes them.
  case qwen2
  /// Qwen2.5's ChatML, with tools.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case qwen2_5 = "qwen2.5"
  /// Qwen3's ChatML without thinking: an opened turn of the assistant begins with an empty block of thoughts, as the
  /// template writes it for `enable_thinking=false`.
  case qwen3
  /// Llama 3's headers. Its own template knows no tools; they are written as Llama 3.1 writes them.
  case llama3
  /// The headers of Llama 3.1, 3.2 and 3.3, with tools in JSON. The day is always the template's own, 26 Jul 2024: a
  /// request gives the same prompt on every day.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case llama3_1 = "llama3.1"

  /// The prompt for a conversation in parts, so that special tokens and text are told apart.
  ///
  /// - Parameters:
  ///   - tools: function definitions as the caller sent them, shown to the model as JSON in the template's layout.
  ///     Numbers keep the text that they came in.
  ///   - addGenerationPrompt: whether an assistant's turn is opened at the end.
  public func parts(_ messages: [ChatMessage], tools: [JSONValue] = [], addGenerationPrompt: Bool) -> [PromptPart] {
    switch self {
    case .qwen2:
      Self.qwenParts(
        messages, defaultSystem: "You are a helpful assistant.", tools: tools,
        addGenerationPrompt: addGenerationPrompt)
    case .qwen2_5:
      Self.qwenParts(
        messages, defaultSystem: "You are Qwen, created by Alibaba Cloud. You are a helpful assistant.", tools: tools,
        addGenerationPrompt: addGenerationPrompt)
    case .qwen3: Self.qwen3Parts(messages, tools: tools, addGenerationPrompt: addGenerationPrompt)
    case .llama3, .llama3_1: llamaParts(messages, tools: tools, addGenerationPrompt: addGenerationPrompt)
    }
  }

  /// The same as one text, special tokens spelled out.
  public func render(_ messages: [ChatMessage], tools: [JSONValue] = [], addGenerationPrompt: Bool) -> String {
    parts(messages, tools: tools, addGenerationPrompt: addGenerationPrompt).reduce(into: "") { $0 += $1.spelling }
  }

  /// The special tokens that it writes.
  public var specialTokens: [String] {
    switch self {
    case .qwen2, .qwen2_5, .qwen3: ["<|im_start|>", "<|im_end|>"]
    case .llama3, .llama3_1: ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"]
    }
  }
}
