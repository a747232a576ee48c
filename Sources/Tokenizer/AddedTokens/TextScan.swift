/// Looks at the code points around a place in UTF-8 text, as the `\w` and `\s` of Unicode regular expressions do.
enum TextScan {
  /// Whether the code point that ends at `end` is a word character; false at the text's start.
  static func endsWithWord(_ text: Span<UInt8>, at end: Int) -> Bool {
    end > 0 && isWord(scalar(text, startOfScalar(text, before: end)).scalar)
  }

  /// Whether the code point at `start` is a word character; false at the text's end.
  static func startsWithWord(_ text: Span<UInt8>, at start: Int) -> Bool {
    start < text.count && isWord(scalar(text, start).scalar)
  }

  /// Where the whitespace that ends at `end` starts.
  static func startOfWhitespace(_ text: Span<UInt8>, before end: Int) -> Int {
    var start = end
    while start > 0 {
      let previous = startOfScalar(text, before: start)
      guard scalar(text, previous).scalar.properties.isWhitespace else { break }
      start = previous
    }
    return start
  }

  /// Where the whitespace that starts at `start` ends.
  static func endOfWhitespace(_ text: Span<UInt8>, after start: Int) -> Int {
    var end = start
    while end < text.count {
      let next = scalar(text, end)
      guard next.scalar.properties.isWhitespace else { break }
      end = next.end
    }
    return end
  }

  /// The code point at `start` and where it ends.
  static func scalar(_ text: Span<UInt8>, _ start: Int) -> (scalar: Unicode.Scalar, end: Int) {
    let lead = UInt32(text[start])
    let (length, bits) =
      switch lead {
      case 0..<0x80: (1, lead)
      case 0x80..<0xE0: (2, lead & 0x1F)
      case 0xE0..<0xF0: (3, lead & 0x0F)
      default: (4, lead & 0x07)
      }
    var value = bits
    for index in start + 1..<start + length { value = value << 6 | UInt32(text[index] & 0x3F) }
    guard let scalar = Unicode.Scalar(value) else { preconditionFailure("the text is not UTF-8 at byte \(start)") }
    return (scalar, start + length)
  }

  private static func startOfScalar(_ text: Span<UInt8>, before end: Int) -> Int {
    var start = end - 1
    while text[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  /// Unicode's `\w` (UTS 18, annex C).
  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: return true
    default: return properties.isAlphabetic || properties.isJoinControl
    }
  }
}
