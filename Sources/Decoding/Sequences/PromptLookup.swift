/// Guesses how a text goes on from where its last tokens stood before: what is extracted from a prompt, or said again,
/// often goes on as it did there.
///
/// Source: "prompt lookup decoding" (A. Saxena, 2023), speculative decoding (arXiv 2211.17192) without a second model.
struct PromptLookup: Sendable {
  /// The last tokens, -1 where fewer are looked at.
  private struct Key: Hashable {
    var third: Int32 = -1
    var second: Int32 = -1
    let last: Int32
  }

  /// Where the tokens stood last, as the place behind them.
  private var places: [Key: Int] = [:]
  private var tokens: [Int32] = []

  var count: Int { tokens.count }

  /// Takes the next token of prompt or text.
  mutating func append(_ token: Int32) {
    // What ends here is only found from the next token on: it would find itself.
    for key in keys { places[key] = tokens.count }
    tokens.append(token)
  }

  /// Up to `limit` tokens that may come next; none where the last token was never seen before.
  func guess(_ limit: Int) -> ArraySlice<Int32> {
    for key in keys {
      if let place = places[key] { return tokens[place..<min(place + limit, tokens.count)] }
    }
    return []
  }

  /// For the last three tokens, the last two and the last one.
  private var keys: [Key] {
    let count = tokens.count
    var keys: [Key] = []
    if count >= 3 { keys.append(Key(third: tokens[count - 3], second: tokens[count - 2], last: tokens[count - 1])) }
    if count >= 2 { keys.append(Key(second: tokens[count - 2], last: tokens[count - 1])) }
    if count >= 1 { keys.append(Key(last: tokens[count - 1])) }
    return keys
  }
}
