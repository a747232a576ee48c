// The standard library keeps its normalization, which String comparison rests on, behind this interface. The other
// source of the tables on Linux is Foundation, which the engine does without; `NormalizerTests` would notice a change.
@_spi(_Unicode) import Swift

/// Unicode normalization forms (UAX 15) of UTF-8 text.
enum CanonicalForm {
  static func composed(_ text: [UInt8]) -> [UInt8] {
    // U+0300 is the first code point that NFC may change, and 0xCC the first byte of its encoding.
    guard text.contains(where: { $0 >= 0xCC }) else { return text }
    return utf8(splitting(text)._nfc)
  }

  static func decomposed(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(where: { $0 >= 0x80 }) else { return text }
    return utf8(splitting(text)._nfd)
  }

  private static func splitting(_ text: [UInt8]) -> String {
    let string = String(decoding: text, as: UTF8.self)
    let scalars = string.unicodeScalars
    guard scalars.contains(where: { marks($0) != nil }) else { return string }
    var split = String.UnicodeScalarView()
    for scalar in scalars { split.append(contentsOf: marks(scalar) ?? [scalar]) }
    return String(split)
  }

  /// What the four code points decompose to that are no marks themselves but consist of marks alone (UAX 15,
  /// "Non-Starter Decompositions"). The standard library does not sort these among the marks before them.
  private static func marks(_ scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    switch scalar.value {
    case 0x344: ["\u{308}", "\u{301}"]
    case 0xF73: ["\u{F71}", "\u{F72}"]
    case 0xF75: ["\u{F71}", "\u{F74}"]
    case 0xF81: ["\u{F71}", "\u{F80}"]
    default: nil
    }
  }

  private static func utf8(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in scalars { bytes.append(contentsOf: UTF8.encode(scalar)!) }
    return bytes
  }
}
