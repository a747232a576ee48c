package import Tokenizer

/// A token of a text, with what the model made of it and of its alternatives.
///
/// Probabilities are the model's: its logits as they are, before biases, penalties, temperature and truncation.
package struct TokenReport: Sendable, Hashable {
  /// A token that might have come.
  package struct Candidate: Sendable, Hashable {
    package let token: TokenID
    /// Natural logarithm of its probability; -infinity for none.
    package let logprob: Double
    package let isAllowed: Bool
  }

  /// The model's distribution over all tokens.
  package struct Unmasked: Sendable, Hashable {
    /// Probability of the tokens that the mask forbade, together; within 0...1.
    package let maskedMass: Double
    /// The likeliest tokens.
    package let likeliest: [Candidate]
  }

  package let token: TokenID
  /// Of its probability among the tokens that the mask allowed: 0 where it was the only one.
  package let logprob: Double
  /// Tokens that the mask allowed.
  package let allowed: Int
  /// The likeliest tokens that the mask allowed, by their probabilities among these.
  package let likeliest: [Candidate]
  /// Nil where it was not asked for, and where only one token was allowed, so that the model was not asked.
  package let unmasked: Unmasked?
}
