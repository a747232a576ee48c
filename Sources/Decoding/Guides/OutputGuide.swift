import Masking
import Tokenizer

/// Says at each step what the text may go on with, and makes text of the tokens.
protocol OutputGuide: Sendable {
  /// - Parameter remaining: tokens that the budget has left.
  mutating func step(remaining: Int) throws(GenerationError) -> GuideStep
  /// The tokens that might come if the budget had no end; nil where it is too far away to take any, and where its end
  /// is the text's.
  mutating func withoutBudget(remaining: Int) throws(GenerationError) -> TokenBitmask?
  /// Takes a token that `step` allowed and that ends nothing.
  ///
  /// - Returns: what is now certain; nil, and nothing is taken, when the token leads nowhere after all and another one
  ///   has to be chosen.
  mutating func take(_ token: TokenID) throws(GenerationError) -> [OutputPiece]?
  /// What was held back, at the end.
  mutating func finish() throws(GenerationError) -> [OutputPiece]
  /// The whole text, after it has been looked at once more.
  func checkedText() throws(GenerationError) -> String
  /// The question that the model asks instead, looked at once more; nil where it asks none.
  func checkedQuestion() throws(GenerationError) -> String?
  /// The calls of tools, looked at once more.
  func checkedCalls() throws(GenerationError) -> [GeneratedCall]
}

extension OutputGuide {
  func checkedCalls() -> [GeneratedCall] { [] }
  func checkedQuestion() -> String? { nil }
  func withoutBudget(remaining: Int) -> TokenBitmask? { nil }
}

enum GuideStep {
  case ended(GenerationResult.FinishReason)
  /// Only this token may come, so that the model need not be asked.
  case forced(TokenID)
  case sampled(TokenBitmask)
}

extension OutputPiece {
  /// The text as a piece; none when it is empty.
  static func pieces(of text: String) -> [OutputPiece] { text.isEmpty ? [] : [.text(text)] }
}
