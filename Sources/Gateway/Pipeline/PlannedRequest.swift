import Decoding
import JSON
import Tokenizer

/// A request of one of the APIs, as far as it bears on what is generated.
protocol PlannedRequest {
  /// Nil: the one that is served.
  var plannedModel: String? { get }
  var messages: [ChatMessage] { get }
  /// The field that the messages came from, for errors about them.
  var messagesField: FieldPath { get }
  var truncation: Truncation { get }
  var format: OutputFormat { get }
  /// Nil where the model may call nothing.
  var tools: ToolUse? { get }
  /// For the expressions of a contract.
  var variables: JSONObject { get }
  var sampling: SamplingFields { get }
  var stop: [String] { get }
  /// Nil: as the limits say.
  var maxTokens: Int? { get }
  /// The field that the budget came from, for errors about it.
  var maxTokensField: FieldPath { get }
  /// How many answers are wanted.
  var choices: Int { get }
  /// What is told of tokens; nil for nothing.
  var report: ReportOptions? { get }
  /// Whether the model may ask a question instead.
  var clarifies: Bool { get }
}

extension PlannedRequest {
  var clarifies: Bool { false }
}

extension ChatCompletionRequest: PlannedRequest {
  var plannedModel: String? { model }
  var messagesField: FieldPath { FieldPath.body.appending("messages") }
}

extension ResponsesRequest: PlannedRequest {
  var plannedModel: String? { model }
  var stop: [String] { [] }
  var choices: Int { 1 }
}

extension GenerateRequest: PlannedRequest {
  var plannedModel: String? { model }
  var tools: ToolUse? { nil }
  var choices: Int { 1 }
}
