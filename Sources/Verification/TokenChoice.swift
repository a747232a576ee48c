package import Masking
package import Tokenizer

/// How a random walk takes one of the tokens that a mask allows.
package enum TokenChoice: String, Sendable, CaseIterable {
  /// Every token alike. Inside a string nearly all tokens are text, so documents are few and long.
  case uniform
  /// First a byte that may come next, every one alike, then a token that starts with it. The bytes that end a string or
  /// open a container are as likely as a letter.
  case byteFirst = "byte-first"

  /// - Returns: nil when the mask is empty.
  package func pick(
    _ mask: TokenBitmask, _ vocabulary: MaskingVocabulary, _ random: inout SplitMix64
  ) -> TokenID? {
    let count = mask.count
    if count == 0 { return nil }
    switch self {
    case .uniform: return Self.allowed(random.below(count), in: mask)
    case .byteFirst:
      var groups: [UInt8?: Int] = [:]
      var order: [UInt8?] = []
      // End tokens have no byte; they are a group of their own.
      let tokens = mask.allowedTokens
      for token in tokens {
        let byte = vocabulary.bytes(of: token).first
        if groups.updateValue(groups[byte, default: 0] + 1, forKey: byte) == nil { order.append(byte) }
      }
      let byte = order[random.below(order.count)]
      var rank = random.below(groups[byte]!)
      for token in tokens where vocabulary.bytes(of: token).first == byte {
        if rank == 0 { return token }
        rank -= 1
      }
      preconditionFailure("the rank is below the group's size")
    }
  }

  /// The allowed token with `rank` allowed ones before it.
  private static func allowed(_ rank: Int, in mask: TokenBitmask) -> TokenID {
    var rank = rank
    for (index, word) in mask.words.enumerated() {
      let count = word.nonzeroBitCount
      if rank >= count {
        rank -= count
        continue
      }
      var rest = word
      for _ in 0..<rank { rest &= rest - 1 }
      return TokenID(index * 32 + rest.trailingZeroBitCount)
    }
    preconditionFailure("the rank is below the number of allowed tokens")
  }
}
