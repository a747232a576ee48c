import Masking
import Tokenizer

/// Makes the reports of the tokens of one text.
struct TokenReporter: Sendable {
  private let options: ReportOptions
  private var candidates = Candidates()

  init(_ options: ReportOptions) { self.options = options }

  /// - Parameters:
  ///   - logits: that the token was drawn from.
  ///   - allowed: the mask.
  ///   - maskedMass: the probability of what it forbids.
  mutating func report(
    of token: TokenID, _ logits: borrowing Span<Float>, allowed: TokenBitmask, maskedMass: Double
  ) -> TokenReport {
    candidates.fill(logits, allowed: allowed.words.span)
    let total = total
    let place = candidates.place(of: token.index)!
    return TokenReport(
      token: token, logprob: total.logprob(of: candidates.values[place]), allowed: candidates.count,
      likeliest: likeliest(total, allowed),
      unmasked: options.tellsUnmasked ? unmasked(logits, allowed, maskedMass) : nil)
  }

  /// Of a token without alternative, so that nothing was drawn.
  func report(ofForced token: TokenID) -> TokenReport {
    let only = TokenReport.Candidate(token: token, logprob: 0, isAllowed: true)
    return TokenReport(
      token: token, logprob: 0, allowed: 1, likeliest: options.alternatives > 0 ? [only] : [], unmasked: nil)
  }

  /// Leaves all tokens as candidates.
  private mutating func unmasked(
    _ logits: borrowing Span<Float>, _ allowed: TokenBitmask, _ maskedMass: Double
  ) -> TokenReport.Unmasked {
    let all = ContiguousArray(repeating: UInt32.max, count: (logits.count + 31) / 32)
    candidates.fill(logits, allowed: all.span)
    return TokenReport.Unmasked(maskedMass: maskedMass, likeliest: likeliest(total, allowed))
  }

  private var total: LogTotal { LogTotal(candidates.values.span.extracting(first: candidates.count)) }

  private func likeliest(_ total: LogTotal, _ allowed: TokenBitmask) -> [TokenReport.Candidate] {
    candidates.likeliest(options.alternatives).map { place in
      let token = TokenID(candidates.token(at: place))
      return TokenReport.Candidate(
        token: token, logprob: total.logprob(of: candidates.values[place]), isAllowed: allowed[token])
    }
  }
}
