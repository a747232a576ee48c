/// Bytes as pairs of lower-case digits.
enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// What nobody can foresee.
  ///
  /// - Parameter words: of eight bytes each.
  static func random(words: Int) -> String {
    unsafe String(unsafeUninitializedCapacity: words * 16) { text in
      for place in 0..<words {
        let word = RandomPool.word()
        for digit in 0..<16 {
          unsafe text[place * 16 + digit] = digits[Int(word >> UInt64(60 - 4 * digit) & 15)]
        }
      }
      return words * 16
    }
  }

  static func isLowerCase(_ text: some StringProtocol, digits count: Int) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy { digits.contains($0) }
  }
}
