package import Tokenizer

/// Why a token cannot be sampled.
package enum SamplingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A parameter is outside its limits.
  case outOfRange(field: SamplingParameters.Field, given: Double, limits: SamplingParameters.Limits)
  /// A logit bias names a token that is not in the vocabulary.
  case biasedTokenOutOfRange(token: TokenID, vocabularySize: Int)
  /// The mask allows no token of the vocabulary.
  case nothingAllowed

  package var description: String {
    switch self {
    case .outOfRange(let field, let given, let limits): "\(field.rawValue) of \(given) is not \(limits)"
    case .biasedTokenOutOfRange(let token, let size):
      "\(SamplingParameters.Field.logitBias.rawValue) names token \(token), outside the vocabulary of \(size)"
    case .nothingAllowed: "the mask allows no token"
    }
  }
}
