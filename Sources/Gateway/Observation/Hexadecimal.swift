/// Bytes as pairs of lower-case digits.
enum Hexadecimal {
  private static let digits = Array("0123456789abcdef".utf8)

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// From the system's generator, which nobody can foresee.
  ///
  /// - Parameter words: of eight bytes each.
  static func random(words: Int) -> String {
    (0..<words).reduce(into: "") { text, _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
  }

  static func isLowerCase(_ text: some StringProtocol, digits count: Int) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy { digits.contains($0) }
  }
}
