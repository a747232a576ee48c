/// Reads the bytes of a text from the left, for formats that are given as grammars.
struct TextScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }
  var next: UInt8? { rest.first }

  mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest.removeFirst()
    return true
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool { take(UInt8(ascii: character)) }

  /// Takes one byte of a set of ASCII characters.
  mutating func take(oneOf characters: String) -> UInt8? {
    guard let byte = rest.first, characters.utf8.contains(byte) else { return nil }
    rest.removeFirst()
    return byte
  }

  /// Takes one byte that passes the test.
  mutating func take(where test: (UInt8) -> Bool) -> Bool {
    guard let byte = rest.first, test(byte) else { return false }
    rest.removeFirst()
    return true
  }

  /// The value of exactly `count` decimal digits; nil when they do not stand here.
  mutating func digits(_ count: Int) -> Int? {
    let text = rest.prefix(count)
    guard text.count == count, text.allSatisfy(\.isDigit) else { return nil }
    rest.removeFirst(count)
    return text.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// How many decimal digits stand here; takes them.
  mutating func skipDigits() -> Int {
    let count = rest.prefix(while: \.isDigit).count
    rest.removeFirst(count)
    return count
  }
}

extension UInt8 {
  /// The ASCII classes of the grammars in RFC 5234.
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLetter: Bool { self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "z") }
  var isHexDigit: Bool { isDigit || self | 0x20 >= UInt8(ascii: "a") && self | 0x20 <= UInt8(ascii: "f") }
}
