package import Tokenizer

/// How the next token is drawn from the logits. The defaults sample from the model's distribution as it is.
///
/// The steps in their order: mask, logit bias, repetition penalty, presence and frequency penalty, temperature, top-k,
/// top-p, min-p. The order of the last four is that of `transformers`.
package struct SamplingParameters: Sendable, Hashable {
  /// Divides the logits. 0 takes the most likely token.
  package var temperature: Double
  /// Keeps the most likely tokens, this many; 0 keeps all.
  package var topK: Int
  /// Keeps the most likely tokens until they hold this share of the probability; at least one.
  package var topP: Double
  /// Drops tokens whose probability is below this share of the most likely one's.
  package var minP: Double
  /// Divides positive and multiplies negative logits of tokens in the prompt or the text so far (arXiv 1909.05858).
  package var repetitionPenalty: Double
  /// Subtracted from the logit of each token that was generated.
  package var presencePenalty: Double
  /// Subtracted from the logit of a token as often as it was generated.
  package var frequencyPenalty: Double
  /// Added to the logits of tokens; infinities force and forbid, within what the mask allows.
  package var logitBias: [TokenID: Double]
  /// Equal seeds give equal tokens for equal logits, on every machine. Nil draws a seed.
  package var seed: UInt64?

  package init(
    temperature: Double = 1, topK: Int = 0, topP: Double = 1, minP: Double = 0, repetitionPenalty: Double = 1,
    presencePenalty: Double = 0, frequencyPenalty: Double = 0, logitBias: [TokenID: Double] = [:], seed: UInt64? = nil
  ) {
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.minP = minP
    self.repetitionPenalty = repetitionPenalty
    self.presencePenalty = presencePenalty
    self.frequencyPenalty = frequencyPenalty
    self.logitBias = logitBias
    self.seed = seed
  }

  /// Whether the most likely token is taken, so that nothing is drawn.
  var isGreedy: Bool { temperature == 0 || topK == 1 || topP == 0 }

  /// Bounded so that 0 times it is 0.
  var inverseTemperature: Float { Float(min(1 / temperature, Double(Float.greatestFiniteMagnitude))) }

  /// The parameters by their names in requests.
  package enum Field: String, Sendable, Hashable, CaseIterable {
    case temperature
    case topK = "top_k"
    case topP = "top_p"
    case minP = "min_p"
    case repetitionPenalty = "repetition_penalty"
    case presencePenalty = "presence_penalty"
    case frequencyPenalty = "frequency_penalty"
    case logitBias = "logit_bias"
  }

  /// A closed range of numbers, without its lower end when `excludesLower`.
  package struct Limits: Sendable, Hashable, CustomStringConvertible {
    package let lower: Double
    package let upper: Double
    package var excludesLower = false

    func contains(_ value: Double) -> Bool {
      (excludesLower ? value > lower : value >= lower) && value <= upper
    }

    package var description: String {
      excludesLower ? "above \(lower) and at most \(upper)" : "within \(lower)...\(upper)"
    }
  }

  /// What each parameter may be. NaN is never within limits.
  package static func limits(of field: Field) -> Limits {
    switch field {
    case .temperature: Limits(lower: 0, upper: .greatestFiniteMagnitude)
    case .topK: Limits(lower: 0, upper: Double(Int32.max))
    case .topP, .minP: Limits(lower: 0, upper: 1)
    case .repetitionPenalty: Limits(lower: 0, upper: 1000, excludesLower: true)
    case .presencePenalty, .frequencyPenalty: Limits(lower: -2, upper: 2)
    case .logitBias: Limits(lower: -.infinity, upper: .infinity)
    }
  }

  /// Throws for the first parameter outside its limits.
  package func validate(vocabularySize: Int) throws(SamplingError) {
    let values: [(Field, Double)] = [
      (.temperature, temperature), (.topK, Double(topK)), (.topP, topP), (.minP, minP),
      (.repetitionPenalty, repetitionPenalty), (.presencePenalty, presencePenalty),
      (.frequencyPenalty, frequencyPenalty),
    ]
    for (field, value) in values { try Self.check(field, value) }
    for (token, bias) in logitBias.sorted(by: { $0.key < $1.key }) {
      guard token.index < vocabularySize else {
        throw .biasedTokenOutOfRange(token: token, vocabularySize: vocabularySize)
      }
      try Self.check(.logitBias, bias)
    }
  }

  private static func check(_ field: Field, _ value: Double) throws(SamplingError) {
    let limits = limits(of: field)
    guard limits.contains(value) else { throw .outOfRange(field: field, given: value, limits: limits) }
  }
}
