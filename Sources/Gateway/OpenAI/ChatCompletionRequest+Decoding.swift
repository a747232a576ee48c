package import JSON
import Tokenizer

extension ChatCompletionRequest {
  /// - Parameter continues: whether the messages go on with a conversation that is kept.
  package init(_ body: JSONValue, limits: GatewayLimits, continues: Bool = false) throws(GatewayError) {
    var fields = try FieldReader(body, at: .body)
    model = try fields.requiredString("model")
    guard let items = try fields.array("messages") else { throw .missing(fields.path(of: "messages")) }
    messages = try ChatMessage.list(items, at: fields.path(of: "messages"), continues: continues)
    (tools, speaksOfFunctions) = try ChatToolFields.read(&fields, limits: limits)
    var formatPath = fields.path(of: "response_format")
    var own = try ResponseFormat.read(&fields, limits: limits)
    if let added = try StructuredOutputs.read(&fields, limits: limits) {
      guard case .text = own else {
        throw .conflict(added.path!, with: formatPath, reason: "a text has one constraint")
      }
      (own, formatPath) = (added, added.path!)
    }
    (format, variables) = try ContractFields.read(&fields, instead: own, at: formatPath)
    sampling = try SamplingFields(&fields)
    handling = try HandlingFields(&fields)
    truncation = try Truncation.read(&fields)
    stop = try StopSequences.read(&fields, limits: limits)
    if case .contract(_, let path) = format {
      try format.checkStop(stop, fields: (fields.path(of: "stop"), path))
    } else {
      try format.checkStop(stop, fields: (fields.path(of: "stop"), formatPath))
    }
    try tools?.check(format, stop: stop, at: fields.path(of: "stop"))
    (maxTokens, maxTokensField) = try Self.budget(&fields)
    choices = try fields.integer("n", in: 1...limits.choices) ?? 1
    if case .contract(_, let path) = format, choices > 1 {
      throw .conflict(fields.path(of: "n"), with: path, reason: "a contract gives one answer")
    }
    streams = try fields.bool("stream") ?? false
    includesUsage = try Self.includesUsage(&fields, streams: streams)
    report = try ReportFields.read(&fields)
    try ReportFields.check(report, tools, at: fields.path(of: "logprobs"))
    try fields.refuse(Self.unoffered)
    fields.ignore(Self.bookkeeping)
    try fields.finish()
  }

  /// `max_completion_tokens`, or its old name `max_tokens`.
  private static func budget(
    _ fields: inout FieldReader
  ) throws(GatewayError) -> (tokens: Int?, field: FieldPath) {
    let (oldPath, newPath) = (fields.path(of: "max_tokens"), fields.path(of: "max_completion_tokens"))
    let old = try fields.integer("max_tokens", in: 1...Int.max)
    let new = try fields.integer("max_completion_tokens", in: 1...Int.max)
    if let old, let new, old != new {
      throw .conflict(oldPath, with: newPath, reason: "they are two names of one limit and differ")
    }
    return new == nil && old != nil ? (old, oldPath) : (new, newPath)
  }

  private static func includesUsage(_ fields: inout FieldReader, streams: Bool) throws(GatewayError) -> Bool {
    let path = fields.path(of: "stream_options")
    guard let value = fields.take("stream_options") else { return false }
    guard streams else {
      throw .unsupported(path, reason: "it is only allowed when 'stream' is true")
    }
    var options = try FieldReader(value, at: path)
    let includesUsage = try options.bool("include_usage") ?? false
    // Padding against eavesdroppers, which no text depends on.
    options.ignore("include_obfuscation")
    try options.finish()
    return includesUsage
  }

  /// Fields that are refused unless they change nothing.
  static let unoffered: [UnofferedField] = [
    UnofferedField("modalities", unless: [["text"]], reason: "only text is generated"),
    UnofferedField("audio", reason: "audio is not supported"),
    UnofferedField("prediction", reason: "predicted outputs are not supported"),
    UnofferedField("web_search_options", reason: "web search is not supported"),
    UnofferedField("moderation", reason: "moderation is not supported"),
    UnofferedField("reasoning_effort", unless: ["none"], reason: "the model does not reason"),
    UnofferedField("verbosity", unless: ["medium"], reason: "the model's verbosity cannot be set"),
    UnofferedField("service_tier", unless: ["auto", "default"], reason: "there is only one tier"),
    UnofferedField("store", unless: [false], reason: "nothing is stored"),
  ]

  /// About the caller's bookkeeping, not about the answer.
  static let bookkeeping: [ExactString] = [
    "user", "safety_identifier", "metadata", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options",
  ]
}
