/// The exponents e for which value·10^e is in a side: an interval, since the numbers grow with e, a multiple stays one
/// and what is none becomes one at some point.
struct Exponents {
  /// Nine digits of either sign: no double has more.
  static let limit = 999_999_999

  let range: ClosedRange<Int>

  /// Nil when there are none.
  ///
  /// - Parameter side: of one kind.
  init?(of value: Magnitude, in side: NumberSide) {
    if value.isZero {
      guard side.kind == .otherIntegers, side.contains(.zero) else { return nil }
      range = -Self.limit...Self.limit
      return
    }
    var least = -Self.limit
    var most = Self.limit
    if !side.lower.isZero {
      var exponent = side.lower.point - value.point - 1
      while true {
        let scaled = value.scaled(by: exponent)
        if scaled > side.lower || (scaled == side.lower && !side.lowerIsExclusive) { break }
        exponent += 1
      }
      least = max(least, exponent)
    }
    if let upper = side.upper {
      if upper.isZero { return nil }
      var exponent = upper.point - value.point + 1
      while true {
        let scaled = value.scaled(by: exponent)
        if scaled < upper || (scaled == upper && !side.upperIsExclusive) { break }
        exponent -= 1
      }
      most = min(most, exponent)
    }
    let lattice = side.lattice
    let digits = value.significand
    if let divisor = lattice.divisor {
      guard let first = Magnitude.leastExponent(digits, multipleOf: divisor) else { return nil }
      least = max(least, first - value.exponent)
    }
    for number in lattice.avoided {
      if let first = Magnitude.leastExponent(digits, multipleOf: number) {
        most = min(most, first - value.exponent - 1)
      }
    }
    guard least <= most else { return nil }
    range = least...most
  }

  init(_ range: ClosedRange<Int>) { self.range = range }

  /// A shortest text that makes an exponent of the interval of what was typed, which may be an exponent already.
  ///
  /// - Parameter typed: what stands after the e.
  func completion(of typed: (sign: UInt8?, digits: [UInt8])) -> [UInt8]? {
    if typed.sign == nil, typed.digits.isEmpty {
      let negative = completion(of: (UInt8(ascii: "-"), [])).map { [UInt8(ascii: "-")] + $0 }
      let positive = completion(of: (UInt8(ascii: "+"), []))
      return [positive, negative].compactMap(\.self).min { $0.count < $1.count }
    }
    var (least, most) = (range.lowerBound, range.upperBound)
    if typed.sign == UInt8(ascii: "-") { (least, most) = (-most, -least) }
    least = max(0, least)
    let significant = typed.digits.drop { $0 == 0 }
    guard least <= most, significant.count <= NumberText.maximumExponentDigits else { return nil }
    // The digits so far and k more reach [low, low + width).
    var (low, width) = (significant.reduce(0) { $0 * 10 + Int($1) }, 1)
    var count = 0
    if typed.digits.isEmpty { (width, count) = (10, 1) }
    while low <= most, low <= Self.limit {
      let member = max(low, least)
      if member < low + width, member <= Self.limit {
        let digits = Array(String(member).utf8)
        return Array(repeatElement(0x30, count: max(0, count - digits.count)) + digits.suffix(count))
      }
      (low, width, count) = (low * 10, width * 10, count + 1)
    }
    return nil
  }
}
