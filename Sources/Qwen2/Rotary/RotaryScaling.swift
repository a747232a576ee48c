/// How rotary positions are stretched beyond the sequences of a model's first training.
package enum RotaryScaling: Sendable, Hashable {
  case none
  /// All angles are divided by the factor.
  case linear(factor: Double)
  case llama3(Llama3)
  case yarn(Yarn)
  /// The angle of each pair is divided by its own factor, [headDim / 2], as GGUF files say it of Llama 3.1.
  case divided([Float])

  /// As Llama 3.1 was trained: pairs that turn rarely within the original length are slowed down, those that turn often
  /// are not, and between the two it is blended.
  package struct Llama3: Sendable, Hashable {
    package var factor: Double
    /// Turns within the original length up to which a pair is slowed down in full.
    package var lowFrequencyFactor: Double
    /// Turns from which it is not slowed down.
    package var highFrequencyFactor: Double
    package var originalPositions: Int
  }

  /// YaRN (arXiv 2309.00071): the same with a ramp over the pairs, and with a temperature for the attention.
  package struct Yarn: Sendable, Hashable {
    package var factor: Double
    package var originalPositions: Int
    /// Cosines and sines are multiplied by it.
    package var attentionFactor: Double
    /// Turns within the original length from which a pair is not slowed down.
    package var betaFast: Double
    /// Turns up to which it is slowed down in full.
    package var betaSlow: Double
  }

  /// For people.
  package var words: String {
    switch self {
    case .none: "not scaled"
    case .linear(let factor): "scaled by \(factor), linear"
    case .llama3(let scaling): "scaled by \(scaling.factor) as Llama 3.1"
    case .yarn(let yarn): "scaled by \(yarn.factor) from \(yarn.originalPositions) tokens, YaRN"
    case .divided: "scaled pair by pair"
    }
  }
}
