import JSON

/// String and bytes literals: quotes, prefixes and escapes.
enum StringLiteral {
  /// Reads a literal when one starts at `position`, which then stands behind it; nil, with `position` as it was, when
  /// something else stands there.
  static func scan(_ bytes: [UInt8], at position: inout Int) throws(Lexer.Failure) -> Token.Kind? {
    let start = position
    var isRaw = false
    var isBytes = false
    var place = start
    while place < bytes.count, place - start < 2 {
      if bytes[place] | 0x20 == UInt8(ascii: "r"), !isRaw {
        isRaw = true
      } else if bytes[place] | 0x20 == UInt8(ascii: "b"), !isBytes {
        isBytes = true
      } else {
        break
      }
      place += 1
    }
    guard place < bytes.count, bytes[place] == UInt8(ascii: "'") || bytes[place] == UInt8(ascii: "\"") else {
      return nil
    }
    let quote = bytes[place]
    let isTriple = bytes[place...].prefix(3).elementsEqual(repeatElement(quote, count: 3))
    place += isTriple ? 3 : 1

    var content: [UInt8] = []
    while true {
      guard place < bytes.count else { throw Lexer.Failure(problem: .unterminatedString, offset: start) }
      let byte = bytes[place]
      if byte == quote {
        if !isTriple { break }
        if bytes[place...].prefix(3).elementsEqual(repeatElement(quote, count: 3)) { break }
      }
      if !isTriple, byte == 0x0A || byte == 0x0D {
        throw Lexer.Failure(problem: .unterminatedString, offset: start)
      }
      if byte == UInt8(ascii: "\\"), !isRaw {
        try escape(bytes, &place, isBytes, &content)
      } else {
        content.append(byte)
        place += 1
      }
    }
    position = place + (isTriple ? 3 : 1)
    return isBytes ? .bytes(content) : .string(ExactString(utf8: content))
  }

  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
    UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "\\"): 0x5C,
    UInt8(ascii: "?"): 0x3F, UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27, UInt8(ascii: "`"): 0x60,
  ]

  /// Reads one escape; `place` stands on its backslash, and behind it afterwards.
  private static func escape(
    _ bytes: [UInt8], _ place: inout Int, _ isBytes: Bool, _ content: inout [UInt8]
  ) throws(Lexer.Failure) {
    let start = place
    func failure(_ length: Int, _ make: (String) -> SyntaxProblem) -> Lexer.Failure {
      let text = String(decoding: bytes[start...].prefix(length), as: UTF8.self)
      return Lexer.Failure(problem: make(text), offset: start)
    }
    guard start + 1 < bytes.count else { throw failure(1, SyntaxProblem.invalidEscape) }
    let mark = bytes[start + 1]
    if let byte = simple[mark] {
      content.append(byte)
      place += 2
      return
    }
    let (skipped, count, radix): (Int, Int, Int)
    switch mark {
    case UInt8(ascii: "x"), UInt8(ascii: "X"): (skipped, count, radix) = (2, 2, 16)
    case UInt8(ascii: "u") where !isBytes: (skipped, count, radix) = (2, 4, 16)
    case UInt8(ascii: "U") where !isBytes: (skipped, count, radix) = (2, 8, 16)
    case UInt8(ascii: "0")...UInt8(ascii: "3"): (skipped, count, radix) = (1, 3, 8)
    default: throw failure(2, SyntaxProblem.invalidEscape)
    }
    let digits = bytes[start...].dropFirst(skipped).prefix(count)
    guard digits.count == count, digits.allSatisfy(Lexer.isHexadecimal),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
    else { throw failure(skipped + digits.count, SyntaxProblem.invalidEscape) }
    place += skipped + count
    if isBytes {
      content.append(UInt8(value))
      return
    }
    guard let scalar = Unicode.Scalar(value) else { throw failure(skipped + count, SyntaxProblem.invalidCodePoint) }
    content += Array(String(scalar).utf8)
  }
}
