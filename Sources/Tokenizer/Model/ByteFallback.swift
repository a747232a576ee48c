/// Tokens that stand for one byte, spelled `<0x0A>`.
enum ByteFallback {
  /// `<0xNN>` with upper-case digits.
  static func spell(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "<0x" + (byte < 16 ? "0" : "") + digits + ">"
  }

  /// The byte that a token of this spelling stands for, nil for other tokens. Takes digits of either case.
  static func byte(spelledBy content: ArraySlice<UInt8>) -> UInt8? {
    guard content.count == 6, content.starts(with: "<0x".utf8), content.last == UInt8(ascii: ">") else { return nil }
    let digits = content.dropFirst(3).dropLast()
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
