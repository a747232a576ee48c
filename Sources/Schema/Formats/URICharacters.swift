/// The characters of URI components: unreserved ones, sub-delimiters and percent escapes (RFC 3986 §2), in IRIs also
/// ucschar and iprivate (RFC 3987 §2.2).
struct URICharacters {
  let international: Bool

  /// Whether `text` has only such characters and those of `extra`; `privateUse` allows iprivate, as in queries.
  func accepts(_ text: String, alsoAllowing extra: String = "", privateUse: Bool = false) -> Bool {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if let byte = UInt8(exactly: scalar.value), byte < 0x80 {
        if byte == UInt8(ascii: "%") {
          guard let first = rest.popFirst(), let second = rest.popFirst(), Self.isHexDigit(first),
            Self.isHexDigit(second)
          else { return false }
        } else if !Self.isPlain(byte), !extra.utf8.contains(byte) {
          return false
        }
      } else if !international || !(Self.isInternational(scalar) || privateUse && Self.isPrivate(scalar)) {
        return false
      }
    }
    return true
  }

  private static func isHexDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.properties.isASCIIHexDigit
  }

  /// Unreserved or a sub-delimiter.
  static func isPlain(_ byte: UInt8) -> Bool {
    byte.isLetter || byte.isDigit || "-._~!$&'()*+,;=".utf8.contains(byte)
  }

  /// ucschar.
  static func isInternational(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
    // Planes 1 to 14 without their last two code points, and 14 from U+E1000 on.
    case 0x10000...0xDFFFD, 0xE1000...0xEFFFD: scalar.value & 0xFFFF <= 0xFFFD
    default: false
    }
  }

  /// iprivate.
  static func isPrivate(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: true
    default: false
    }
  }
}
