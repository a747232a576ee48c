import JSON
import Masking
import Schema
import Tokenizer

/// Keeps the text within a schema, and whole within its budget.
struct DocumentGuide: OutputGuide {
  private let constraint: DocumentConstraint
  private var matcher: Matcher
  private var decoder: StreamDecoder

  /// - Throws: `GenerationError.budgetTooSmall` when no document is sure to be whole within `budget` tokens.
  init(_ constraint: DocumentConstraint, budget: Int) throws(GenerationError) {
    self.constraint = constraint
    decoder = StreamDecoder(constraint.masks.vocabulary.vocabulary)
    do throws(MaskingError) {
      matcher = try Matcher(constraint.masks, budget: budget)
    } catch {
      throw GenerationError(error)
    }
  }

  mutating func step(remaining: Int) throws(GenerationError) -> GuideStep {
    let isWhole: Bool
    let mask: TokenBitmask
    do throws(MaskingError) {
      isWhole = try matcher.isAccepting
      mask = remaining > 0 ? try matcher.mask(remaining: remaining) : TokenBitmask(vocabularySize: 0)
    } catch {
      throw GenerationError(error)
    }
    let count = mask.count
    if isWhole {
      let ends = constraint.masks.vocabulary.endTokens.count { mask[$0] }
      if count == ends { return .ended(.stop) }
    } else if count == 0 {
      throw .invalidDocument(.deadEnd(text: text, remaining: remaining))
    }
    return count == 1 ? .forced(mask.onlyToken!) : .sampled(mask)
  }

  /// A mask of one token.
  func mask(of token: TokenID) -> TokenBitmask {
    var mask = TokenBitmask(vocabularySize: constraint.masks.vocabulary.size)
    mask[token] = true
    return mask
  }

  /// Tokens beyond the shortest end within which a budget is near enough to be looked at.
  private static let nearTokens = 64

  mutating func withoutBudget(remaining: Int) throws(GenerationError) -> TokenBitmask? {
    do throws(MaskingError) {
      guard remaining < (try matcher.shortestBytes()) + Self.nearTokens else { return nil }
      return try matcher.mask()
    } catch {
      throw GenerationError(error)
    }
  }

  mutating func take(_ token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    do throws(MaskingError) {
      try matcher.accept(token)
    } catch .tokenRejected {
      return nil
    } catch {
      throw GenerationError(error)
    }
    return OutputPiece.pieces(of: decoder.append(token))
  }

  mutating func finish() -> [OutputPiece] { OutputPiece.pieces(of: decoder.finish()) }

  func checkedText() throws(GenerationError) -> String {
    try constraint.check(matcher.text)
    return text
  }

  private var text: String { String(decoding: matcher.text, as: UTF8.self) }
}

extension GenerationError {
  init(_ error: MaskingError) {
    self =
      switch error {
      case .schema(let error): .schema(error)
      case .budgetTooSmall(let given, let needed): .budgetTooSmall(needed: needed, given: given)
      default: .masking(error)
      }
  }
}
