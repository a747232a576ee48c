// The standard library keeps its normalization, which String comparison rests on, behind this interface. The other
// source of the tables on Linux is Foundation, which the engine does without; `NormalizerTests` would notice a change.
@_spi(_Unicode) import Swift

/// Unicode normalization forms (UAX 15) of UTF-8 text.
enum CanonicalForm {
  static func composed(_ text: [UInt8]) -> [UInt8] {
    // U+0300 is the first code point that NFC may change, and 0xCC the first byte of its encoding.
    guard text.contains(where: { $0 >= 0xCC }) else { return text }
    return utf8(String(decoding: text, as: UTF8.self)._nfc)
  }

  static func decomposed(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(where: { $0 >= 0x80 }) else { return text }
    return utf8(String(decoding: text, as: UTF8.self)._nfd)
  }

  private static func utf8(_ scalars: some Sequence<Unicode.Scalar>) -> [UInt8] {
    var bytes: [UInt8] = []
    for scalar in scalars { bytes.append(contentsOf: UTF8.encode(scalar)!) }
    return bytes
  }
}
