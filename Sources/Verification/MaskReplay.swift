package import Masking
package import Tokenizer

/// A text pushed through the masks of a constraint.
package enum MaskReplay {
  /// Whether every token is allowed by the mask where it comes, and the text may end after the last.
  package static func accepts(_ tokens: [TokenID], _ constraint: Constraint) throws(MaskingError) -> Bool {
    var matcher = try Matcher(constraint)
    for token in tokens {
      guard try matcher.mask()[token] else { return false }
      do throws(MaskingError) {
        try matcher.accept(token)
      } catch .tokenRejected {
        return false
      }
    }
    return try matcher.isAccepting
  }

  /// The same for a constraint over single bytes, whose tokens are the bytes.
  package static func accepts(bytes: some Sequence<UInt8>, _ constraint: Constraint) throws(MaskingError) -> Bool {
    try accepts(bytes.map { TokenID(Int($0)) }, constraint)
  }
}
