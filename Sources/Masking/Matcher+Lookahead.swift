public import Tokenizer

/// Several tokens at once: for drafts of speculative decoding, and for tokens that need no model.
extension Matcher {
  /// Takes tokens up to the first that the document can't go on with.
  ///
  /// - Returns: how many were taken, and why the next one was not.
  public mutating func accept(_ tokens: some Sequence<TokenID>) -> (taken: Int, error: MaskingError?) {
    var taken = 0
    for token in tokens {
      do throws(MaskingError) {
        try accept(token)
      } catch {
        return (taken, error)
      }
      taken += 1
    }
    return (taken, nil)
  }

  /// How many of these tokens, from the first on, the document could go on with. The matcher stays where it is.
  ///
  /// - Throws: what `accept` throws for another reason than that a token is not allowed.
  public mutating func acceptableCount(of tokens: some Sequence<TokenID>) throws(MaskingError) -> Int {
    let (taken, error) = accept(tokens)
    rollback(taken)
    switch error {
    case nil, .tokenRejected: return taken
    case .some(let error): throw error
    }
  }

  /// The tokens that come next whatever is chosen: each is the only one that the mask allows where it stands. End
  /// tokens are not among them. The matcher stays where it is.
  ///
  /// - Parameters:
  ///   - remaining: as for `mask(remaining:)`.
  ///   - limit: the most tokens that are wanted.
  public mutating func forcedTokens(remaining: Int? = nil, limit: Int) throws(MaskingError) -> [TokenID] {
    var tokens: [TokenID] = []
    defer { rollback(tokens.count) }
    while tokens.count < min(limit, remaining ?? limit) {
      let mask = try mask(remaining: remaining.map { $0 - tokens.count })
      guard let token = mask.onlyToken, !constraint.vocabulary.endTokens.contains(token) else { break }
      try accept(token)
      tokens.append(token)
    }
    return tokens
  }
}
