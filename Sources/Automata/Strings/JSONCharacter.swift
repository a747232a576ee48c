/// Code points as they stand in JSON strings.
package enum JSONCharacter {
  /// The shortest form of a code point in a JSON string.
  package static func encode(_ codePoint: UInt32) -> [UInt8] {
    switch codePoint {
    case 0x08: return Array("\\b".utf8)
    case 0x09: return Array("\\t".utf8)
    case 0x0A: return Array("\\n".utf8)
    case 0x0C: return Array("\\f".utf8)
    case 0x0D: return Array("\\r".utf8)
    case 0x22: return Array("\\\"".utf8)
    case 0x5C: return Array("\\\\".utf8)
    case 0..<0x20:
      let digits = String(codePoint, radix: 16)
      return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    default:
      guard let scalar = Unicode.Scalar(codePoint) else { preconditionFailure("\(codePoint) is no scalar value") }
      return Array(UTF8.encode(scalar)!)
    }
  }

  /// What a one-letter escape stands for.
  static func shortEscape(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "\""): 0x22
    case UInt8(ascii: "\\"): 0x5C
    case UInt8(ascii: "/"): 0x2F
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
  }
}
