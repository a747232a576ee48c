/// Texts with the same future become the same text.
extension NumberViability {
  /// A text of the same length, where lengths are limited, that has the same completions in all these ranges.
  func abstracted(_ text: NumberText, _ ranges: [NumberSet.Range]) -> NumberText {
    form.allowsExponent ? abstractedBeforeExponents(text, ranges) : abstractedPlain(text, ranges)
  }

  /// An exponent moves the point, so only numbers without bounds are alike.
  private func abstractedBeforeExponents(_ text: NumberText, _ ranges: [NumberSet.Range]) -> NumberText {
    if ranges.contains(where: { !$0.isUnbounded }) { return text }
    if ranges.contains(where: { $0.kind != .any }) { return abstractedInteger(text) }
    var bytes: [UInt8] = []
    var pastPoint = false
    for byte in text.bytes {
      if byte == UInt8(ascii: ".") { pastPoint = true }
      let isDigit = (0x31...0x39).contains(byte) || (byte == 0x30 && text.phase != .zero)
      let limit = pastPoint ? form.maximumFractionDigits : form.maximumIntegerDigits
      if isDigit, limit == nil, bytes.last == UInt8(ascii: "1") { continue }
      bytes.append(isDigit ? UInt8(ascii: "1") : byte)
    }
    return NumberText(bytes)
  }

  /// Whether a number is an integer, with the exponent that it may get, is decided by the zeros at the end of its digits.
  private func abstractedInteger(_ text: NumberText) -> NumberText {
    if form.maximumIntegerDigits != nil { return text }
    let sign = text.isNegative ? 1 : 0
    let end = text.bytes.firstIndex { $0 != UInt8(ascii: "-") && !(0x30...0x39).contains($0) } ?? text.bytes.count
    guard end > sign, text.bytes[sign] != UInt8(ascii: "0") else { return text }
    let integer = text.bytes[sign..<end]
    let zeros = integer.count - (integer.lastIndex { $0 != UInt8(ascii: "0") }! - sign + 1)
    if zeros + 1 == integer.count, text.bytes[sign] == UInt8(ascii: "1") { return text }
    return NumberText(
      text.bytes[..<sign] + [UInt8(ascii: "1")] + repeatElement(UInt8(ascii: "0"), count: zeros) + text.bytes[end...])
  }

  /// Beyond all bounds, integer parts are alike that have the same remainder for every multiple, and so are fractions
  /// that differ only in places that no multiple has, unless one is zero there.
  private func abstractedPlain(_ text: NumberText, _ ranges: [NumberSet.Range]) -> NumberText {
    let (integer, fraction) = text.mantissa
    if integer.isEmpty { return text }
    var multiples: Set<Magnitude> = []
    // Behind the point the integer part may be as short as this without falling below a bound.
    var count = 1
    for range in ranges {
      guard let side = NumberSide(range, isNegative: text.isNegative) else { continue }
      // 10^(n - 1), the least integer part with as many digits, must be above the bound.
      if side.upper != nil || (!side.lower.isZero && (integer[0] == 0 || integer.count <= side.lower.point)) {
        return text
      }
      if !side.lower.isZero { count = max(count, side.lower.point + 1) }
      multiples.formUnion(range.lattice.avoided)
      if let divisor = range.lattice.divisor { multiples.insert(divisor) }
    }
    var bytes = text.isNegative ? [UInt8(ascii: "-")] : []
    if text.phase == .zero || text.phase == .integer { count = integer.count }
    bytes += Self.alike(integer, count: count, multiples).map { $0 + 0x30 }
    if text.phase == .point || text.phase == .fraction {
      let place = multiples.map(\.fractionDigits).max() ?? 0
      let rest = fraction.dropFirst(place)
      bytes.append(UInt8(ascii: "."))
      bytes += fraction.prefix(place).map { $0 + 0x30 }
      bytes += rest.indices.map { $0 == place && rest.contains { $0 != 0 } ? 0x31 : 0x30 }
    }
    return NumberText(bytes)
  }

  /// The least integer of at least `count` digits with the same remainders.
  ///
  /// - Precondition: The integer has as many digits or is zero.
  private static func alike(_ integer: [UInt8], count: Int, _ multiples: Set<Magnitude>) -> [UInt8] {
    if integer[0] == 0 { return integer }
    let period = multiples.reduce(Magnitude.one) { .leastCommonMultiple($0, $1) }.units(exponent: 0)
    let least = Natural.one.scaled(by: count - 1)
    let offset = (Natural(digits: integer) - least).dividing(by: period).remainder
    return (least + offset).digits
  }
}
