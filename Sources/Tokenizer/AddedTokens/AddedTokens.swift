import JSON

/// The file's added tokens, by where they are looked for.
struct AddedTokens: Sendable {
  let tokens: [AddedToken]
  /// What each token is looked for as, and decoded from: its content, normalized where the token says so.
  let spellings: [TokenID: [UInt8]]
  /// Finds tokens in the text as it came.
  let raw: AddedTokenMatcher
  /// Finds tokens in normalized text.
  let normalized: AddedTokenMatcher

  init(_ items: [JSONValue], at place: JSONPointer, _ normalizer: Normalizer?) throws(TokenizerError) {
    var tokens: [AddedToken] = []
    var spellings: [TokenID: [UInt8]] = [:]
    for (position, item) in items.enumerated() {
      let token = try AddedToken(item, at: place.appending(position))
      tokens.append(token)
      var spelling = token.content
      if let normalizer, token.isNormalized { spelling = try normalizer.apply(spelling) }
      guard spellings.updateValue(spelling, forKey: token.id) == nil else {
        throw .conflictingToken(
          place.appending(position), content: String(decoding: token.content, as: UTF8.self), id: token.id.index)
      }
    }
    self.tokens = tokens
    self.spellings = spellings
    raw = AddedTokenMatcher(tokens.filter { !$0.isNormalized }, spellings)
    normalized = AddedTokenMatcher(tokens.filter(\.isNormalized), spellings)
  }
}
