package import Masking
import Tokenizer

/// Random walks through the masks of a constraint. The same seed takes the same steps on every machine.
package struct RandomWalk {
  /// What a walk wrote.
  package struct Outcome: Sendable {
    package let text: [UInt8]
    /// Whether the document is whole. A walk that is not whole has met a mask that allows nothing, or its budget's end:
    /// neither may happen.
    package let isComplete: Bool
    package let tokens: Int
    /// Tokens that a mask let through and a predicate on the whole text then did not.
    package let rollbacks: Int
  }

  private var random: SplitMix64

  package init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// One random document of at most `budget` tokens.
  ///
  /// - Throws: `MaskingError.budgetTooSmall` with the number that would do.
  package mutating func document(
    _ constraint: Constraint, budget: Int, choice: TokenChoice = .uniform
  ) throws(MaskingError) -> Outcome {
    var matcher = try Matcher(constraint, budget: budget)
    var rollbacks = 0
    walk: while !matcher.isFinished, matcher.count < budget {
      var mask = try matcher.mask(remaining: budget - matcher.count)
      while true {
        guard let token = choice.pick(mask, constraint.vocabulary, &random) else { break walk }
        do throws(MaskingError) {
          try matcher.accept(token)
          continue walk
        } catch .tokenRejected {
          rollbacks += 1
          mask[token] = false
        }
      }
    }
    let isComplete = matcher.isFinished ? true : try matcher.isAccepting
    return Outcome(text: matcher.text, isComplete: isComplete, tokens: matcher.count, rollbacks: rollbacks)
  }
}
