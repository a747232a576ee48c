import Decoding
import JSON
import Tokenizer

/// What all APIs come down to.
struct GenerationPlan: Sendable {
  let model: String?
  private(set) var messages: [ChatMessage]
  let messagesField: FieldPath
  let truncation: Truncation
  var format: OutputFormat
  /// What the model may call; nil for nothing.
  var tools: ToolUse?
  /// The schema that the model is shown.
  var shownSchema: JSONValue?
  /// For the expressions of a contract.
  let variables: JSONObject
  let sampling: SamplingFields
  let stop: [String]
  let maxTokens: Int?
  /// The budget where `maxTokens` is nil and the context has room for it; nil for the gateway's.
  var defaultMaxTokens: Int?
  let maxTokensField: FieldPath
  let choices: Int
  /// What is told of tokens; nil for nothing.
  let report: ReportOptions?
  /// Whether the model may ask a question instead.
  let clarifies: Bool
  let handling: Handling
  var deadline: Deadline
  /// Where the answer is kept; nil without a session.
  var turn: SessionTurn?
  /// For the failure journal.
  let origin: RequestOrigin

  init(
    _ request: some PlannedRequest, to endpoint: RequestOrigin.Endpoint, from body: JSONValue, handling: Handling
  ) {
    origin = RequestOrigin(endpoint, body, handling)
    self.handling = handling
    deadline = handling.deadline()
    model = request.plannedModel
    messages = request.messages
    truncation = request.truncation
    messagesField = request.messagesField
    format = request.format
    tools = request.tools
    // Where a call has to come, no document does.
    shownSchema = request.tools?.demand == .required ? nil : request.format.shownSchema
    variables = request.variables
    sampling = request.sampling
    stop = request.stop
    maxTokens = request.maxTokens
    maxTokensField = request.maxTokensField
    choices = request.choices
    report = request.report
    clarifies = request.clarifies
    if clarifies { addSystemText(Clarification.instruction) }
  }

  /// Puts a text before all that the request says, as the first part of its system message.
  mutating func addSystemText(_ text: String) {
    guard !text.isEmpty else { return }
    if messages.first?.role == .system {
      let own = messages[0].content
      messages[0].content = own.isEmpty ? text : text + "\n\n" + own
    } else {
      messages.insert(ChatMessage(role: .system, content: text), at: 0)
    }
  }
}
