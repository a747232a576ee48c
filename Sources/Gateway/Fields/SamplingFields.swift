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

  package init() {}

  init(_ fields: inout FieldReader) throws(GatewayError) {
    temperature = try fields.number("temperature", in: 0...2)
    topP = try fields.number("top_p", in: 0...1)
    topK = try fields.integer("top_k", in: 0...Int(Int32.max))
    minP = try fields.number("min_p", in: 0...1)
    presencePenalty = try fields.number("presence_penalty", in: -2...2)
    frequencyPenalty = try fields.number("frequency_penalty", in: -2...2)
    repetitionPenalty = try fields.number("repetition_penalty", in: 0.01...10)
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
      if let number = try fields.number(key, in: -100...100) { bias[token] = number }
    }
    try fields.finish()
    return bias
  }
}
