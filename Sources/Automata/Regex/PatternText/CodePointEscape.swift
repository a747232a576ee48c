/// An escape for one code point, inside of a pattern: `\cA`, `\x41`, `\101`, `\u0041`, `\u{41}`, `\ud83d\ude00`.
enum CodePointEscape: Hashable {
  /// After `\c`.
  case control
  case octal(UInt32)
  /// After `\x`, or `\u` and a digit.
  case hexadecimal(digits: Int, value: UInt32, read: Int)
  /// After `\u`.
  case unicode
  /// After `\u{`.
  case braced(UInt32?)
  /// After the escape of a high surrogate, and so many code points of the low one's: `\uDC00`.
  case surrogate(high: UInt32, value: UInt32, read: Int)

  enum Step {
    case dead
    case goesOn(CodePointEscape)
    case ends(UInt32)
    /// It ended before the code point.
    case endedBefore(UInt32)
  }

  func step(_ codePoint: UInt32) -> Step {
    switch self {
    case .control:
      guard (0x41...0x5A).contains(codePoint & ~0x20), codePoint < 0x80 else { return .dead }
      return .ends(codePoint & 0x1F)
    case .octal(let value):
      guard let next = Self.octal(value, codePoint) else { return .endedBefore(value) }
      return .goesOn(.octal(next))
    case .hexadecimal(let digits, let value, let read):
      guard let digit = Self.digit(codePoint) else { return .dead }
      return Self.read(digits: digits, value << 4 | digit, read + 1)
    case .unicode:
      if codePoint == 0x7B { return .goesOn(.braced(nil)) }
      return Self.digit(codePoint).map { Self.read(digits: 4, $0, 1) } ?? .dead
    case .braced(let value):
      if codePoint == 0x7D, let value { return Unicode.Scalar(value) == nil ? .dead : .ends(value) }
      guard let digit = Self.digit(codePoint) else { return .dead }
      let next = (value ?? 0) << 4 | digit
      return next <= 0x10FFFF ? .goesOn(.braced(next)) : .dead
    case .surrogate(let high, let value, let read):
      if read < 2 {
        let expected: UInt32 = read == 0 ? 0x5C : 0x75
        return codePoint == expected ? .goesOn(.surrogate(high: high, value: 0, read: read + 1)) : .dead
      }
      guard let digit = Self.digit(codePoint) else { return .dead }
      let next = value << 4 | digit
      if read == 2 && digit != 0xD || read == 3 && digit < 0xC { return .dead }
      return read == 5
        ? .ends(Self.pair(high, next)) : .goesOn(.surrogate(high: high, value: next, read: read + 1))
    }
  }

  /// The largest code point that it can become.
  var largest: UInt32 {
    switch self {
    case .control: return 0x1A
    case .octal(var value):
      while let next = Self.octal(value, 0x37) { value = next }
      return value
    case .hexadecimal:
      guard let high = units.overlap(0xD800...0xDBFF) else { return units.upperBound }
      return Self.pair(high.upperBound, 0xDFFF)
    case .unicode, .braced(nil), .braced(0): return 0x10FFFF
    case .braced(let value?):
      var largest = value
      var (low, high) = (value, value)
      while low <= 0x10FFFF {
        largest = min(high, 0x10FFFF)
        (low, high) = (low << 4, high << 4 | 0xF)
      }
      // What lies among the surrogates can still grow past them.
      return largest
    case .surrogate(let high, let value, let read):
      let missing = 4 * UInt32(6 - max(read, 2))
      let unit = read <= 2 ? 0xDFFF : value << missing | ((1 << missing) - 1)
      return Self.pair(high, min(unit, 0xDFFF))
    }
  }

  /// The values that the digits of a `hexadecimal` can still make.
  var units: ClosedRange<UInt32> {
    guard case .hexadecimal(let digits, let value, let read) = self else { return 0...0 }
    let shift = 4 * UInt32(digits - read)
    return (value << shift)...(value << shift | ((1 << shift) - 1))
  }

  private static func read(digits: Int, _ value: UInt32, _ read: Int) -> Step {
    if read < digits {
      // Half of a pair that has no first half.
      if digits == 4, read >= 2, (0xDC...0xDF).contains(value >> (4 * UInt32(read) - 8)) { return .dead }
      return .goesOn(.hexadecimal(digits: digits, value: value, read: read))
    }
    if value & 0xFC00 == 0xD800 { return .goesOn(.surrogate(high: value, value: 0, read: 0)) }
    return .ends(value)
  }

  /// Up to three digits, at most `\377`.
  static func octal(_ value: UInt32, _ codePoint: UInt32) -> UInt32? {
    guard (0x30...0x37).contains(codePoint), value < 0o40 else { return nil }
    let next = value * 8 + codePoint - 0x30
    return next <= 0xFF ? next : nil
  }

  private static func digit(_ codePoint: UInt32) -> UInt32? {
    guard let byte = UInt8(exactly: codePoint) else { return nil }
    return JSONCharacter.hexDigit(byte)
  }

  private static func pair(_ high: UInt32, _ low: UInt32) -> UInt32 { 0x10000 + (high & 0x3FF) << 10 + low & 0x3FF }
}
