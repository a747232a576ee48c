/// The text of a number under way, and where in RFC 8259's grammar it stands.
struct NumberText: Hashable {
  enum Phase: Hashable {
    case start
    case minus
    case zero
    case integer
    case point
    case fraction
    case exponent
    case exponentSign
    case exponentDigits

    /// Whether a number may end here.
    var isComplete: Bool {
      switch self {
      case .zero, .integer, .fraction, .exponentDigits: true
      case .start, .minus, .point, .exponent, .exponentSign: false
      }
    }
  }

  /// More digits than this in an exponent are refused: no double has them.
  static let maximumExponentDigits = 9

  private(set) var bytes: [UInt8]
  private(set) var phase: Phase = .start

  init(_ bytes: [UInt8] = []) {
    self.bytes = []
    for byte in bytes {
      guard let next = Self.next(phase, byte) else { break }
      phase = next
      self.bytes.append(byte)
    }
  }

  var isNegative: Bool { bytes.first == UInt8(ascii: "-") }

  /// The text with one more byte, nil when the grammar has no such number.
  func appending(_ byte: UInt8) -> NumberText? {
    guard let next = Self.next(phase, byte) else { return nil }
    var text = self
    text.bytes.append(byte)
    text.phase = next
    return text
  }

  private static func next(_ phase: Phase, _ byte: UInt8) -> Phase? {
    switch (phase, byte) {
    case (.start, UInt8(ascii: "-")): .minus
    case (.start, UInt8(ascii: "0")), (.minus, UInt8(ascii: "0")): .zero
    case (.start, 0x31...0x39), (.minus, 0x31...0x39), (.integer, 0x30...0x39): .integer
    case (.zero, UInt8(ascii: ".")), (.integer, UInt8(ascii: ".")): .point
    case (.point, 0x30...0x39), (.fraction, 0x30...0x39): .fraction
    case (.zero, 0x65), (.integer, 0x65), (.fraction, 0x65): .exponent
    case (.zero, 0x45), (.integer, 0x45), (.fraction, 0x45): .exponent
    case (.exponent, UInt8(ascii: "+")), (.exponent, UInt8(ascii: "-")): .exponentSign
    case (.exponent, 0x30...0x39), (.exponentSign, 0x30...0x39), (.exponentDigits, 0x30...0x39): .exponentDigits
    default: nil
    }
  }

  /// Digits of the mantissa before and after the point.
  var mantissa: (integer: [UInt8], fraction: [UInt8]) {
    var integer: [UInt8] = []
    var fraction: [UInt8] = []
    var pastPoint = false
    for byte in bytes {
      switch byte {
      case 0x30...0x39: if pastPoint { fraction.append(byte - 0x30) } else { integer.append(byte - 0x30) }
      case UInt8(ascii: "."): pastPoint = true
      case UInt8(ascii: "-"): continue
      default: return (integer, fraction)
      }
    }
    return (integer, fraction)
  }

  /// What was typed of the exponent: its sign (nil when none was) and its digits.
  var exponent: (sign: UInt8?, digits: [UInt8]) {
    guard let start = bytes.firstIndex(where: { $0 | 0x20 == 0x65 }) else { return (nil, []) }
    var rest = bytes[(start + 1)...]
    var sign: UInt8?
    if let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
      sign = first
      rest.removeFirst()
    }
    return (sign, rest.map { $0 - 0x30 })
  }

  /// The value without its sign; nil when the exponent is too large to be read.
  func magnitude() -> Magnitude? {
    let (integer, fraction) = mantissa
    let (sign, digits) = exponent
    let significant = digits.drop { $0 == 0 }
    guard significant.count <= Self.maximumExponentDigits else { return nil }
    let exponent = significant.reduce(0) { $0 * 10 + Int($1) }
    let value = Magnitude(digits: integer + fraction, point: integer.count)
    return value.scaled(by: sign == UInt8(ascii: "-") ? -exponent : exponent)
  }
}
