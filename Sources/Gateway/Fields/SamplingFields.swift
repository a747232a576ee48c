import JSON

/// The fields that steer sampling, in OpenAI's names, and those that other servers have added. Nil: the model's own
/// setting.
package struct SamplingFields: Sendable, Hashable {
  package var temperature: Double?
  package var topP: Double?
  package var topK: Int?
  package var minP: Double?
  package var presencePenalty: Double?
  package var frequencyPenalty: Double?
  package var repetitionPenalty: Double?
  /// By token id, in logits.
  package var logitBias: [Int: Double] = [:]
  package var seed: Int?

  static let temperatures = 0.0...2
  static let shares = 0.0...1
  static let topCounts = 0...Int(Int32.max)
  static let penalties = -2.0...2
  static let repetitionPenalties = 0.01...10
  static let biases = -100.0...100

  package init() {}

  init(_ fields: inout FieldReader) throws(GatewayError) {
    temperature = try fields.number("temperature", in: Self.temperatures)
    topP = try fields.number("top_p", in: Self.shares)
    topK = try fields.integer("top_k", in: Self.topCounts)
    minP = try fields.number("min_p", in: Self.shares)
    presencePenalty = try fields.number("presence_penalty", in: Self.penalties)
    frequencyPenalty = try fields.number("frequency_penalty", in: Self.penalties)
    repetitionPenalty = try fields.number("repetition_penalty", in: Self.repetitionPenalties)
    seed = try fields.integer("seed", in: Int.min...Int.max)
    if let bias = fields.take("logit_bias") {
      logitBias = try Self.logitBias(bias, at: fields.path(of: "logit_bias"))
    }
  }

  private static func logitBias(_ value: JSONValue, at path: FieldPath) throws(GatewayError) -> [Int: Double] {
    var fields = try FieldReader(value, at: path)
    var bias: [Int: Double] = [:]
    for key in value.objectValue?.keys.map({ $0 }) ?? [] {
      guard let token = Int(key.text), token >= 0, String(token) == key.text else {
        throw .outOfRange(path, allowed: "token ids as keys", given: "'\(key)'")
      }
      if let number = try fields.number(key, in: biases) { bias[token] = number }
    }
    try fields.finish()
    return bias
  }
}
