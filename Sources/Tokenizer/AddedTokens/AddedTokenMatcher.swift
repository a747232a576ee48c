/// Finds added tokens in a text: the leftmost, and of those that start at one place the longest.
///
/// Complexity: the text's length times the longest token's, in practice about one look-up a byte, as few bytes start
/// a token.
struct AddedTokenMatcher: Sendable {
  /// A part of the text: one token, or text in which no token was found.
  struct Part: Hashable {
    let token: TokenID?
    let range: Range<Int>
  }

  private let tokens: [AddedToken]
  /// The trie's edges: node times 256 plus byte, to the next node. Node 0 is the root.
  private var edges: [Int: Int] = [:]
  /// Index into `tokens` of the token that ends at a node.
  private var ends: [Int?] = [nil]
  private var startsToken = [Bool](repeating: false, count: 256)

  /// - Parameter spellings: the bytes to look for.
  init(_ tokens: [AddedToken], _ spellings: [TokenID: [UInt8]]) {
    self.tokens = tokens
    for (position, token) in tokens.enumerated() {
      guard let spelling = spellings[token.id], let first = spelling.first else { continue }
      startsToken[Int(first)] = true
      var node = 0
      for byte in spelling {
        let edge = node << 8 | Int(byte)
        if let next = edges[edge] {
          node = next
        } else {
          ends.append(nil)
          edges[edge] = ends.count - 1
          node = ends.count - 1
        }
      }
      if ends[node] == nil { ends[node] = position }
    }
  }

  var isEmpty: Bool { tokens.isEmpty }

  /// The whole text in parts, none of them empty.
  ///
  /// - Parameter findsSpecial: whether special tokens are looked for.
  func parts(of text: Span<UInt8>, findsSpecial: Bool) -> [Part] {
    var parts: [Part] = []
    var done = 0
    var position = 0
    while position < text.count {
      guard startsToken[Int(text[position])], let (token, end) = longest(in: text, at: position) else {
        position += 1
        continue
      }
      let start = position
      position = end
      if token.isSpecial && !findsSpecial { continue }
      if token.singleWord && (TextScan.endsWithWord(text, at: start) || TextScan.startsWithWord(text, at: end)) {
        continue
      }
      // Whitespace that an earlier token has taken stays with that one.
      let first = max(token.stripsLeft ? TextScan.startOfWhitespace(text, before: start) : start, done)
      let last = token.stripsRight ? TextScan.endOfWhitespace(text, after: end) : end
      if done < first { parts.append(Part(token: nil, range: done..<first)) }
      parts.append(Part(token: token.id, range: min(first, last)..<last))
      done = last
    }
    if done < text.count { parts.append(Part(token: nil, range: done..<text.count)) }
    return parts
  }

  private func longest(in text: Span<UInt8>, at start: Int) -> (AddedToken, end: Int)? {
    var found: (AddedToken, end: Int)?
    var node = 0
    var position = start
    while position < text.count, let next = edges[node << 8 | Int(text[position])] {
      node = next
      position += 1
      if let token = ends[node] { found = (tokens[token], position) }
    }
    return found
  }
}
