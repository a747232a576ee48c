package import Decoding
package import JSON
package import Tokenizer

/// A request to `POST /v1/generate`: a prompt or messages in, text or a document of `schema` out.
package struct GenerateRequest: Sendable, Hashable {
  /// Nil: the one that is served.
  package let model: String?
  /// A `prompt` is one message of the user.
  package let messages: [ChatMessage]
  /// The field that the messages came from, for errors about them.
  package let messagesField: FieldPath
  package let format: OutputFormat
  /// For the expressions of a contract.
  package let variables: JSONObject
  package let sampling: SamplingFields
  package let handling: HandlingFields
  package let truncation: Truncation
  package let stop: [String]
  /// Nil: as the limits say.
  package let maxTokens: Int?
  package let streams: Bool
  /// Whether the model may ask a question instead.
  package let clarifies: Bool
  /// What is told of tokens; nil for nothing.
  package let report: ReportOptions?

  package var maxTokensField: FieldPath { FieldPath.body.appending("max_tokens") }

  package init(_ body: JSONValue, limits: GatewayLimits) throws(GatewayError) {
    var fields = try FieldReader(body, at: .body)
    model = try fields.string("model")
    (messages, messagesField) = try Self.messages(&fields)
    let schemaPath = fields.path(of: "schema")
    var own = OutputFormat.text
    if let schema = fields.take("schema") { own = try .json(schema, at: schemaPath, limits: limits) }
    (format, variables) = try ContractFields.read(&fields, instead: own, at: schemaPath)
    sampling = try SamplingFields(&fields)
    handling = try HandlingFields(&fields)
    truncation = try Truncation.read(&fields)
    stop = try StopSequences.read(&fields, limits: limits)
    try format.checkStop(stop, fields: (fields.path(of: "stop"), format.path ?? schemaPath))
    maxTokens = try fields.integer("max_tokens", in: 1...Int.max)
    streams = try fields.bool("stream") ?? false
    clarifies = try fields.bool("clarify") ?? false
    if clarifies, case .text = format {
      throw .unsupported(fields.path(of: "clarify"), reason: "it is only allowed beside 'schema' or 'contract'")
    }
    report = try ReportFields.readTrace(&fields)
    try fields.finish()
  }

  private static func messages(
    _ fields: inout FieldReader
  ) throws(GatewayError) -> (messages: [ChatMessage], field: FieldPath) {
    let (promptPath, messagesPath) = (fields.path(of: "prompt"), fields.path(of: "messages"))
    let prompt = try fields.string("prompt")
    let items = try fields.array("messages")
    switch (prompt, items) {
    case (let prompt?, nil): return ([ChatMessage(role: .user, content: prompt)], promptPath)
    case (nil, let items?): return (try ChatMessage.list(items, at: messagesPath), messagesPath)
    case (nil, nil): throw .missing(promptPath)
    case (_?, _?): throw .conflict(promptPath, with: messagesPath, reason: "give one of them")
    }
  }
}
