/// GPT-2's alphabet, in which each byte is written as one printable code point.
///
/// Printable Latin-1 stands for itself; the other 68 bytes, in their order, are U+0100 and what follows, so a space
/// is `Ġ`. Source: `bytes_to_unicode` of the GPT-2 release.
enum ByteAlphabet {
  /// The code point of each byte; all are below U+0144.
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
      default:
        defer { next += 1 }
        return Unicode.Scalar(next)!
      }
    }
  }()

  private static let byteOfScalar: [UInt8?] = {
    var table = [UInt8?](repeating: nil, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { table[Int(scalar.value)] = UInt8(byte) }
    return table
  }()

  /// The UTF-8 bytes of the spelled text.
  static func spell(_ bytes: some Sequence<UInt8>, into text: inout [UInt8]) {
    for byte in bytes {
      let value = scalars[Int(byte)].value
      if value < 0x80 {
        text.append(UInt8(value))
      } else {
        text.append(UInt8(0xC0 | value >> 6))
        text.append(UInt8(0x80 | value & 0x3F))
      }
    }
  }

  /// The bytes that a UTF-8 text spells, nil when it has a code point outside of the alphabet.
  static func bytes(spelledBy text: Span<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      var value = Int(text[index])
      index += 1
      // The alphabet ends below U+0800: one byte or two.
      if value >= 0x80 {
        guard value & 0xE0 == 0xC0, index < text.count else { return nil }
        value = (value & 0x1F) << 6 | Int(text[index]) & 0x3F
        index += 1
      }
      guard value < byteOfScalar.count, let byte = byteOfScalar[value] else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
