package import Decoding
package import JSON
package import Tokenizer

/// A request to `POST /v1/responses`, as far as it bears on the result or is told back.
package struct ResponsesRequest: Sendable, Hashable {
  package let model: String
  /// `instructions` and `input`.
  package let messages: [ChatMessage]
  package let truncation: Truncation
  package let format: OutputFormat
  /// For the expressions of a contract.
  package let variables: JSONObject
  /// Nil where the model may call nothing.
  package let tools: ToolUse?
  package let sampling: SamplingFields
  package let handling: HandlingFields
  /// Nil: as the limits say.
  package let maxTokens: Int?
  package let streams: Bool
  /// What is told of tokens; nil for nothing.
  package let report: ReportOptions?
  /// What an answer tells back as it came: `instructions`, `text`, `tools` and the like.
  package let echo: JSONObject

  package var maxTokensField: FieldPath { FieldPath.body.appending("max_output_tokens") }
  package var messagesField: FieldPath { FieldPath.body.appending("input") }
}
