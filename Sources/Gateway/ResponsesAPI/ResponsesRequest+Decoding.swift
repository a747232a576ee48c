import Decoding
package import JSON
import Tokenizer

extension ResponsesRequest {
  package init(_ body: JSONValue, limits: GatewayLimits) throws(GatewayError) {
    var fields = try FieldReader(body, at: .body)
    model = try fields.requiredString("model")
    let instructions = try fields.string("instructions")
    messages = try ResponsesInput.messages(
      try fields.required("input"), at: fields.path(of: "input"), instructions: instructions)
    truncation = try Truncation.read(&fields)
    let (use, toolsEcho) = try ResponsesTools.read(&fields, limits: limits)
    let (own, textEcho) = try ResponsesText.read(&fields, limits: limits)
    (format, variables) = try ContractFields.read(&fields, instead: own, at: fields.path(of: "text"))
    tools = use
    try use?.check(format, stop: [], at: .body)
    sampling = try SamplingFields(&fields)
    handling = try HandlingFields(&fields)
    maxTokens = try fields.integer("max_output_tokens", in: 1...Int.max)
    streams = try fields.bool("stream") ?? false
    try Self.checkStreamOptions(&fields)
    report = try Self.report(&fields)
    try ReportFields.check(report, use, at: fields.path(of: "include"))

    var echo = JSONObject([
      .init(key: "instructions", value: instructions.map { .string($0) } ?? .null),
      .init(key: "max_output_tokens", value: maxTokens.map { .integer($0) } ?? .null),
      .init(key: "text", value: textEcho), .init(key: "truncation", value: .string(truncation.rawValue)),
    ])
    for member in toolsEcho.members { echo[member.key] = member.value }
    for key in ["user", "safety_identifier", "prompt_cache_key"] as [ExactString] {
      echo[key] = (try fields.string(key)).map { .string($0) } ?? .null
    }
    echo["metadata"] = .object(try fields.object("metadata") ?? JSONObject())
    self.echo = echo
    try fields.refuse(Self.unoffered)
    fields.ignore(Self.bookkeeping)
    try fields.finish()
  }

  /// `include`, with what is there to be included, and `top_logprobs`.
  private static func report(_ fields: inout FieldReader) throws(GatewayError) -> ReportOptions? {
    let (path, topPath) = (fields.path(of: "include"), fields.path(of: "top_logprobs"))
    var isAsked = false
    for (index, item) in (try fields.array("include") ?? []).enumerated() {
      switch item.stringValue {
      case "message.output_text.logprobs": isAsked = true
      // What is never there need not be left out.
      case "reasoning.encrypted_content": break
      default: throw .unsupported(path.appending(index), reason: "nothing of that kind is known of an answer")
      }
    }
    let alternatives = try fields.integer("top_logprobs", in: ReportFields.alternatives) ?? 0
    guard isAsked || alternatives == 0 else {
      throw .unsupported(
        topPath, reason: "it is only allowed when 'include' has 'message.output_text.logprobs'")
    }
    return isAsked ? ReportOptions(alternatives: alternatives) : nil
  }

  private static func checkStreamOptions(_ fields: inout FieldReader) throws(GatewayError) {
    let path = fields.path(of: "stream_options")
    guard let value = fields.take("stream_options") else { return }
    var options = try FieldReader(value, at: path)
    // Padding against eavesdroppers, which no text depends on.
    options.ignore("include_obfuscation")
    try options.finish()
  }

  private static let memory = "nothing is stored"

  /// Fields that are refused unless they change nothing.
  static let unoffered: [UnofferedField] = [
    UnofferedField("store", unless: [false], reason: memory),
    UnofferedField("previous_response_id", reason: memory),
    UnofferedField("conversation", reason: memory),
    UnofferedField("background", unless: [false], reason: "responses are not made in the background"),
    UnofferedField("prompt", reason: "there are no stored prompts"),
    UnofferedField(
      "reasoning", unless: [[:], ["effort": nil], ["effort": "none"]], reason: "the model does not reason"),
    UnofferedField("max_tool_calls", reason: "there are no built-in tools"),
    UnofferedField("service_tier", unless: ["auto", "default"], reason: "there is only one tier"),
    UnofferedField("moderation", reason: "moderation is not supported"),
  ]

  /// About the caller's bookkeeping, not about the answer.
  static let bookkeeping: [ExactString] = ["prompt_cache_retention", "prompt_cache_options"]
}
