import JSON

/// The file's added tokens, by where they are looked for.
struct AddedTokens: Sendable {
  let tokens: [AddedToken]
  /// Finds tokens in the text as it came.
  let raw: AddedTokenMatcher
  /// Finds tokens in normalized text.
  let normalized: AddedTokenMatcher

  init(_ items: [JSONValue], at place: JSONPointer, _ normalizer: Normalizer?) throws(TokenizerError) {
    var tokens: [AddedToken] = []
    for (position, item) in items.enumerated() {
      tokens.append(try AddedToken(item, at: place.appending(position)))
    }
    self.tokens = tokens
    let raw = tokens.filter { !$0.isNormalized }
    self.raw = AddedTokenMatcher(raw, patterns: raw.map(\.content))

    let normalized = tokens.filter(\.isNormalized)
    var patterns = normalized.map(\.content)
    if let normalizer {
      for position in patterns.indices { patterns[position] = try normalizer.apply(patterns[position]) }
    }
    self.normalized = AddedTokenMatcher(normalized, patterns: patterns)
  }
}
