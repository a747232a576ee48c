/// Why an answer ends, in OpenAI's words.
package enum FinishReason: String, Sendable, Hashable {
  /// The model was done, the document was whole, or a stop sequence came.
  case stop
  /// The budget was used up.
  case length
  /// The model called tools.
  case toolCalls = "tool_calls"
  /// The model asked a question; only of `POST /v1/generate`.
  case clarify
}
