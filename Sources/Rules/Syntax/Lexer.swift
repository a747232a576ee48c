import JSON

/// Splits an expression into tokens, as the grammar of the CEL specification ("Syntax") defines them.
struct Lexer {
  /// A problem with the offset at which it was found.
  struct Failure: Error {
    let problem: SyntaxProblem
    let offset: Int
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// All tokens, the last one `end`.
  static func tokens(of text: String) throws(Failure) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private static let longSymbols = ["==", "!=", "<=", ">=", "&&", "||"]
  private static let shortSymbols = Set("()[]{}.,:?+-*/%!<>".utf8)

  private func byte(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  private func text(from start: Int) -> String { String(decoding: bytes[start..<position], as: UTF8.self) }

  private mutating func next() throws(Failure) -> Token {
    skipBlanks()
    let start = position
    guard let first = byte() else { return Token(kind: .end, offset: start) }
    if Self.isDigit(first) || first == UInt8(ascii: "."), let next = first == UInt8(ascii: ".") ? byte(1) : first,
      Self.isDigit(next)
    {
      return Token(kind: try number(), offset: start)
    }
    if let literal = try StringLiteral.scan(bytes, at: &position) { return Token(kind: literal, offset: start) }
    if Self.isNameStart(first) {
      while let byte = byte(), Self.isNameStart(byte) || Self.isDigit(byte) { position += 1 }
      return Token(kind: .identifier(text(from: start)), offset: start)
    }
    if first == UInt8(ascii: "`") { return Token(kind: try quotedIdentifier(), offset: start) }
    if let second = byte(1) {
      let pair = String(decoding: [first, second], as: UTF8.self)
      if Self.longSymbols.contains(pair) {
        position += 2
        return Token(kind: .symbol(pair), offset: start)
      }
    }
    guard Self.shortSymbols.contains(first) else {
      throw Failure(problem: .unexpectedCharacter(character(at: start)), offset: start)
    }
    position += 1
    return Token(kind: .symbol(String(Unicode.Scalar(first))), offset: start)
  }

  /// The code point that starts here, for a message.
  private func character(at offset: Int) -> String {
    let rest = String(decoding: bytes[offset...].prefix(4), as: UTF8.self)
    return rest.unicodeScalars.first.map { "'\($0)'" } ?? "the end"
  }

  /// White space and comments.
  private mutating func skipBlanks() {
    while let current = byte() {
      switch current {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x20: position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while let other = byte(), other != 0x0A { position += 1 }
      default: return
      }
    }
  }

  private mutating func quotedIdentifier() throws(Failure) -> Token.Kind {
    let start = position
    position += 1
    while let byte = byte(), byte != UInt8(ascii: "`") {
      let isAllowed =
        Self.isNameStart(byte) || Self.isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "/") || byte == 0x20
      guard isAllowed else {
        throw Failure(problem: .unexpectedCharacter(character(at: position)), offset: position)
      }
      position += 1
    }
    guard byte() != nil else { throw Failure(problem: .unterminatedString, offset: start) }
    position += 1
    let name = String(decoding: bytes[(start + 1)..<(position - 1)], as: UTF8.self)
    guard !name.isEmpty else { throw Failure(problem: .unexpectedCharacter("'`'"), offset: start) }
    return .quotedIdentifier(name)
  }

  private mutating func number() throws(Failure) -> Token.Kind {
    let start = position
    if byte() == UInt8(ascii: "0"), let mark = byte(1), mark | 0x20 == UInt8(ascii: "x") {
      position += 2
      while let byte = byte(), Self.isHexadecimal(byte) { position += 1 }
      let digits = String(decoding: bytes[(start + 2)..<position], as: UTF8.self)
      guard !digits.isEmpty else { throw Failure(problem: .invalidNumber(text(from: start)), offset: start) }
      let isUnsigned = takesUnsignedMark()
      return try ended(isUnsigned ? .unsigned(text: digits, radix: 16) : .integer(text: digits, radix: 16))
    }
    skipDigits()
    var isDouble = false
    if byte() == UInt8(ascii: "."), let next = byte(1), Self.isDigit(next) {
      isDouble = true
      position += 1
      skipDigits()
    }
    if let mark = byte(), mark | 0x20 == UInt8(ascii: "e") {
      let signed = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-")
      guard let digit = byte(signed ? 2 : 1), Self.isDigit(digit) else {
        throw Failure(problem: .invalidNumber(text(from: start) + "e"), offset: start)
      }
      isDouble = true
      position += signed ? 2 : 1
      skipDigits()
    }
    let digits = text(from: start)
    if isDouble { return try ended(.double(digits)) }
    let isUnsigned = takesUnsignedMark()
    return try ended(isUnsigned ? .unsigned(text: digits, radix: 10) : .integer(text: digits, radix: 10))
  }

  /// A number must not run into a name.
  private func ended(_ kind: Token.Kind) throws(Failure) -> Token.Kind {
    if let next = byte(), Self.isNameStart(next) {
      throw Failure(problem: .unexpectedCharacter(character(at: position)), offset: position)
    }
    return kind
  }

  private mutating func takesUnsignedMark() -> Bool {
    guard let mark = byte(), mark | 0x20 == UInt8(ascii: "u") else { return false }
    position += 1
    return true
  }

  private mutating func skipDigits() {
    while let byte = byte(), Self.isDigit(byte) { position += 1 }
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66) }
  static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == UInt8(ascii: "_")
  }
}
