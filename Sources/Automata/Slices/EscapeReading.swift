/// Reads a part of a string's body that is known to be one, code point by code point.
struct EscapeReading {
  private var bytes: ArraySlice<UInt8>
  /// The code points so far.
  private(set) var text: [UInt32] = []

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  /// - Returns: the phase in which the bytes end; nil between code points.
  mutating func run() -> StringPhase? {
    while let byte = bytes.popFirst() {
      if let phase = byte == UInt8(ascii: "\\") ? readEscape() : readSequence(byte) { return phase }
    }
    return nil
  }

  private mutating func readSequence(_ lead: UInt8) -> StringPhase? {
    var missing: UInt8 = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3
    var bits = UInt32(missing == 0 ? lead : lead & (0x3F >> missing))
    while missing > 0 {
      guard let byte = bytes.popFirst() else { return .sequence(missing: missing, bits: bits) }
      bits = bits << 6 | UInt32(byte & 0x3F)
      missing -= 1
    }
    text.append(bits)
    return nil
  }

  private mutating func readEscape() -> StringPhase? {
    guard let letter = bytes.popFirst() else { return .escape }
    if let short = JSONCharacter.shortEscape(letter) {
      text.append(short)
      return nil
    }
    var high: UInt32 = 0
    while true {
      var value: UInt32 = 0
      for digits in 0..<4 as Range<UInt8> {
        guard let byte = bytes.popFirst() else { return .unicode(digits: digits, value: value, high: high) }
        value = value << 4 | (JSONCharacter.hexDigit(byte) ?? 0)
      }
      if high > 0 {
        text.append(0x10000 + (high & 0x3FF) << 10 + value & 0x3FF)
        return nil
      }
      guard value & 0xFC00 == 0xD800 else {
        text.append(value)
        return nil
      }
      high = value
      guard bytes.popFirst() != nil else { return .lowSurrogate(high: high, atLetter: false) }
      guard bytes.popFirst() != nil else { return .lowSurrogate(high: high, atLetter: true) }
    }
  }
}
