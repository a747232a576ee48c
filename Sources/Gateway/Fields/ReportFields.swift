import Decoding
import JSON

/// The fields that ask what the model made of each token.
enum ReportFields {
  static let alternatives = 0...20
  /// Alternatives of a trace that does not say how many.
  private static let traced = 5

  /// `logprobs` and `top_logprobs`.
  static func read(_ fields: inout FieldReader) throws(GatewayError) -> ReportOptions? {
    let isAsked = try fields.bool("logprobs") ?? false
    let path = fields.path(of: "top_logprobs")
    let alternatives = try fields.integer("top_logprobs", in: alternatives) ?? 0
    guard isAsked || alternatives == 0 else {
      throw .unsupported(path, reason: "it is only allowed when 'logprobs' is true")
    }
    return isAsked ? ReportOptions(alternatives: alternatives) : nil
  }

  /// The same, and `trace`.
  static func readTrace(_ fields: inout FieldReader) throws(GatewayError) -> ReportOptions? {
    guard try fields.bool("trace") ?? false else { return try read(&fields) }
    _ = try fields.bool("logprobs")
    let alternatives = try fields.integer("top_logprobs", in: alternatives) ?? traced
    return ReportOptions(alternatives: alternatives, tellsUnmasked: true)
  }

  /// What is told is told of texts.
  ///
  /// - Parameter field: the one that asks for it.
  static func check(_ report: ReportOptions?, _ tools: ToolUse?, at field: FieldPath) throws(GatewayError) {
    guard report != nil, let tools else { return }
    throw .conflict(field, with: tools.field, reason: "log probabilities are told of texts, not of calls")
  }
}
