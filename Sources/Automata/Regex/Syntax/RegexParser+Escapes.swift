import JSON

extension RegexParser {
  /// An escape outside of classes.
  mutating func atomEscape() throws(RegexSyntaxError) -> RegexSyntax {
    let start = position
    position += 1
    switch current {
    case "b", "B":
      let negated = current == "B"
      position += 1
      return .wordBoundary(negated: negated)
    case "k":
      position += 1
      guard take("<") else { throw RegexSyntaxError(.unknownEscape("k"), at: start) }
      let name = try RegexGroupNames.name(in: scalars, at: position)
      guard let number = groups.numbers[name] else { throw error(.unknownGroupName(name.text)) }
      while !take(">") { position += 1 }
      return .backreference(number)
    case .some("1"..."9"):
      if let number = decimal(), number <= groups.count { return .backreference(number) }
      position = start
    default: position = start
    }
    switch try classEscape() {
    case .scalar(let scalar): return literal(scalar)
    case .set(let set): return .set(set)
    }
  }

  /// What an escape stands for in a class, and outside where it names no assertion or reference.
  enum ClassEscape {
    case scalar(Unicode.Scalar)
    case set(CodePointSet)
  }

  mutating func classEscape() throws(RegexSyntaxError) -> ClassEscape {
    let start = position
    position += 1
    guard let scalar = current else { throw error(.unexpectedEnd) }
    position += 1
    switch scalar {
    case "d": return .set(.digit)
    case "D": return .set(CodePointSet.digit.complement)
    case "w": return .set(flags.folding(.word))
    case "W": return .set(flags.folding(.word).complement)
    case "s": return .set(.whitespace)
    case "S": return .set(CodePointSet.whitespace.complement)
    case "p": return .set(flags.folding(try property()))
    case "P": return .set(flags.folding(try property()).complement)
    case "t": return .scalar("\t")
    case "n": return .scalar("\n")
    case "v": return .scalar("\u{B}")
    case "f": return .scalar("\u{C}")
    case "r": return .scalar("\r")
    case "c":
      guard let letter = current, letter.isASCII, letter.properties.isAlphabetic else {
        throw RegexSyntaxError(.invalidControlEscape, at: start)
      }
      position += 1
      return .scalar(Unicode.Scalar(UInt8(letter.value & 0x1F)))
    case "x":
      guard let value = hexadecimal(digits: 2), let scalar = Unicode.Scalar(value) else {
        throw RegexSyntaxError(.invalidHexadecimalEscape, at: start)
      }
      return .scalar(scalar)
    case "u": return .scalar(try unicodeEscape(from: start))
    case "0"..."7": return .scalar(octal(first: scalar))
    case "a"..."z", "A"..."Z": throw RegexSyntaxError(.unknownEscape(scalar), at: start)
    default: return .scalar(scalar)
    }
  }

  /// Annex B's LegacyOctalEscapeSequence: up to three digits, at most `\377`.
  private mutating func octal(first: Unicode.Scalar) -> Unicode.Scalar {
    var value = first.value - 0x30
    while let scalar = current, ("0"..."7").contains(scalar), value * 8 + scalar.value - 0x30 <= 0xFF, value < 0o40 {
      value = value * 8 + scalar.value - 0x30
      position += 1
    }
    return Unicode.Scalar(UInt8(value))
  }

  /// Exactly `digits` hexadecimal digits; nil, without moving, when they do not stand here.
  private mutating func hexadecimal(digits: Int) -> UInt32? {
    let text = scalars[position...].prefix(digits)
    guard text.count == digits, text.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }) else { return nil }
    position += digits
    return UInt32(String(String.UnicodeScalarView(text)), radix: 16)
  }

  /// After `\u`: `{…}`, four digits, or a surrogate pair of two escapes.
  private mutating func unicodeEscape(from start: Int) throws(RegexSyntaxError) -> Unicode.Scalar {
    if take("{") {
      let digits = scalars[position...].prefix { $0 != "}" }
      guard let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
        digits.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }), value <= 0x10FFFF
      else { throw RegexSyntaxError(.invalidHexadecimalEscape, at: start) }
      position += digits.count
      guard take("}") else { throw error(.unexpectedEnd) }
      guard let scalar = Unicode.Scalar(value) else { throw RegexSyntaxError(.loneSurrogate, at: start) }
      return scalar
    }
    guard var value = hexadecimal(digits: 4) else { throw RegexSyntaxError(.invalidHexadecimalEscape, at: start) }
    if value & 0xFC00 == 0xD800, take("\\u") {
      guard let low = hexadecimal(digits: 4), low & 0xFC00 == 0xDC00 else {
        throw RegexSyntaxError(.loneSurrogate, at: start)
      }
      value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
    }
    guard let scalar = Unicode.Scalar(value) else { throw RegexSyntaxError(.loneSurrogate, at: start) }
    return scalar
  }

  /// `{Name}` or `{Name=Value}` after `\p`.
  private mutating func property() throws(RegexSyntaxError) -> CodePointSet {
    let start = position
    guard take("{"), let end = scalars[position...].firstIndex(of: "}") else { throw error(.invalidProperty("")) }
    let text = String(String.UnicodeScalarView(scalars[position..<end]))
    position = end + 1
    guard let set = UnicodeProperty.set(text) else { throw RegexSyntaxError(.invalidProperty(text), at: start) }
    return set
  }
}
