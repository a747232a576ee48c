package import Decoding
package import JSON
package import Tokenizer

/// A request to `POST /v1/chat/completions`, as far as it bears on the result.
package struct ChatCompletionRequest: Sendable, Hashable {
  package let model: String
  package let messages: [ChatMessage]
  package let format: OutputFormat
  /// Nil where the model may call nothing.
  package let tools: ToolUse?
  /// Whether the client speaks of functions, as all did once, rather than of tools.
  package let speaksOfFunctions: Bool
  /// For the expressions of a contract.
  package let variables: JSONObject
  package let sampling: SamplingFields
  package let handling: HandlingFields
  package let truncation: Truncation
  package let stop: [String]
  /// Nil: as the limits say.
  package let maxTokens: Int?
  /// The field that the budget came from, for errors about it.
  package let maxTokensField: FieldPath
  /// `n`.
  package let choices: Int
  package let streams: Bool
  /// What is told of tokens; nil for nothing.
  package let report: ReportOptions?
  package let includesUsage: Bool
}
