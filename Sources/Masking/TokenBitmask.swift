public import Tokenizer

/// Which tokens may come next: bit i of word i/32 for token i, as xgrammar and llguidance lay it out (there the words
/// are `Int32`). A value shares its storage until it is changed.
public struct TokenBitmask: Sendable, Hashable {
  /// At least one bit for each token id; bits past the vocabulary are 0.
  public internal(set) var words: ContiguousArray<UInt32>
  /// Ids below this number have a bit.
  public let vocabularySize: Int

  /// An empty mask.
  public init(vocabularySize: Int) {
    self.vocabularySize = vocabularySize
    words = ContiguousArray(repeating: 0, count: vocabularySize / 32 + 1)
  }

  /// - Parameter words: as many as the vocabulary needs, without bits past it.
  init(vocabularySize: Int, words: ContiguousArray<UInt32>) {
    precondition(words.count == vocabularySize / 32 + 1, "the mask is for another vocabulary")
    self.vocabularySize = vocabularySize
    self.words = words
  }

  public subscript(token: TokenID) -> Bool {
    get { token.index < vocabularySize && words[token.index >> 5] >> (token.rawValue & 31) & 1 == 1 }
    set {
      precondition(token.index < vocabularySize, "token \(token) is outside the vocabulary")
      let bit = UInt32(1) << (token.rawValue & 31)
      if newValue { words[token.index >> 5] |= bit } else { words[token.index >> 5] &= ~bit }
    }
  }

  /// Number of allowed tokens.
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// The allowed token when there is exactly one.
  public var onlyToken: TokenID? {
    var found: TokenID?
    for (index, word) in words.enumerated() where word != 0 {
      // Most masks allow many tokens, and the first two answer.
      guard found == nil, word.nonzeroBitCount == 1 else { return nil }
      found = TokenID(index * 32 + word.trailingZeroBitCount)
    }
    return found
  }

  /// The allowed tokens in ascending order.
  public var allowedTokens: [TokenID] {
    var tokens: [TokenID] = []
    for (index, word) in words.enumerated() where word != 0 {
      var rest = word
      while rest != 0 {
        tokens.append(TokenID(index * 32 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return tokens
  }

  /// Clears the bit past the vocabulary, where the trie walk writes for nodes without a token.
  mutating func clearSpareBits() {
    let used = UInt32(vocabularySize & 31)
    words[words.count - 1] &= (1 << used) - 1
  }
}
