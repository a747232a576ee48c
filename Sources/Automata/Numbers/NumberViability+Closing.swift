/// Short texts that complete a number.
///
/// Without an exponent they are the shortest; only where a number needs one, it follows the fewest further digits.
/// Either way the text after the first byte of a completion has a completion that is shorter by at least that byte.
extension NumberViability {
  /// Further digits before an exponent after which the search is given up.
  private static let limit = 1_000

  /// The bytes that complete the text to a member of the set; nil when none are found.
  func closing(_ set: NumberSet, from text: NumberText) -> [UInt8]? {
    if set.contains(text) { return [] }
    var sides: [(side: NumberSide, isNegative: Bool)] = []
    for part in set.ranges.lazy.flatMap({ self.parts($0) }) {
      for isNegative in signs(text) {
        if let side = NumberSide(part, isNegative: isNegative) { sides.append((side, isNegative)) }
      }
    }
    var best: [UInt8]?
    for (side, isNegative) in sides {
      let sign = text.phase == .start && isNegative ? [UInt8(ascii: "-")] : []
      if let found = plainClosing(side, text, below: best.map { $0.count - sign.count }) { best = sign + found }
    }
    if best != nil { return best }
    return sides.lazy.filter { self.canReach($0.side, from: text) }
      .compactMap { self.closingWithExponent($0.side, text) }.min { $0.count < $1.count }
  }

  // MARK: Without an exponent

  /// A shortest completion without an exponent; nil also when it has not fewer bytes than `limit`.
  private func plainClosing(_ side: NumberSide, _ text: NumberText, below limit: Int?) -> [UInt8]? {
    let (integer, fraction) = text.mantissa
    switch text.phase {
    case .exponent, .exponentSign, .exponentDigits: return nil
    case .point, .fraction:
      guard side.kind != .integerText else { return nil }
      let value = Magnitude(digits: integer + fraction, point: integer.count)
      let least = fraction.count + (text.phase == .point ? 1 : 0)
      let end = value.successor(place: fraction.count)
      guard let (member, place) = first(side, value, end, place: least, extra: -fraction.count, below: limit) else {
        return nil
      }
      let digits = member.digits(integer: integer.count, fraction: place)
      return digits.dropFirst(integer.count + fraction.count).map { $0 + 0x30 }
    case .start, .minus, .zero, .integer:
      var best: [UInt8]?
      for more in usefulDigits(side, text, integer) {
        let below = best?.count ?? limit
        if let below, more >= below { break }
        let value = Magnitude(digits: integer, point: integer.count).scaled(by: more)
        var (start, end) = (value, Magnitude.powerOfTen(more))
        if !integer.isEmpty {
          end = Magnitude(digits: integer, point: integer.count).successor(place: 0).scaled(by: more)
        } else if more > 1 {
          start = .powerOfTen(more - 1)
        }
        let count = integer.count + more
        if side.kind == .integerText {
          guard let member = side.first(from: start, below: end, place: 0) else { continue }
          best = member.digits(integer: count, fraction: 0).dropFirst(integer.count).map { $0 + 0x30 }
        } else if let (member, place) = first(side, start, end, place: 1, extra: more + 1, below: below) {
          let digits = member.digits(integer: count, fraction: place).map { $0 + 0x30 }
          best = digits[integer.count..<count] + [UInt8(ascii: ".")] + digits[count...]
        }
      }
      return best
    }
  }

  /// Numbers of further digits before the point that lead anywhere.
  private func usefulDigits(_ side: NumberSide, _ text: NumberText, _ integer: [UInt8]) -> ClosedRange<Int> {
    if text.phase == .zero { return 0...0 }
    let limit = form.integerDigits(side)
    if !integer.isEmpty {
      return usefulDigits(side, after: integer.count, atMost: limit - integer.count) ?? 0...0
    }
    let least = max(1, side.lower.point)
    let step = side.lattice.divisor ?? .one
    let enough = max(side.lower.point, step.point + side.lattice.slack) + 1
    return least...max(least, min(limit, enough, side.upper?.point ?? Int.max))
  }

  /// The member in [start, end) with the fewest digits after the point, at least `place` of them, and their number;
  /// nil also when that number and `extra` come to `limit` or more.
  private func first(
    _ side: NumberSide, _ start: Magnitude, _ end: Magnitude, place least: Int, extra: Int, below limit: Int?
  ) -> (member: Magnitude, place: Int)? {
    let ends = [start, end, side.lower, side.upper ?? .zero].map(\.fractionDigits).max()!
    let most = max(least, min(form.fractionDigits(side), side.lattice.sufficientPlace(ends)))
    for place in least...most {
      if let limit, place + extra >= limit { return nil }
      if let member = side.first(from: start, below: end, place: place) { return (member, place) }
    }
    return nil
  }

  // MARK: With an exponent

  /// A completion with an exponent, after as few further digits as will do.
  private func closingWithExponent(_ side: NumberSide, _ text: NumberText) -> [UInt8]? {
    guard allowsExponent(side.kind) else { return nil }
    let (integer, fraction) = text.mantissa
    let value = Magnitude(digits: integer + fraction, point: integer.count)
    let e = [UInt8(ascii: "e")]
    switch text.phase {
    case .start, .minus: return nil
    case .exponent, .exponentSign, .exponentDigits:
      return Exponents(of: value, in: side)?.completion(of: text.exponent)
    case .zero, .integer, .fraction:
      if let found = Exponents(of: value, in: side)?.completion(of: (nil, [])) { return e + found }
    case .point: break
    }
    let isFraction = text.phase != .integer
    let leading = Array((integer + fraction).drop { $0 == 0 })
    for more in 1...Self.limit {
      var best: [UInt8]?
      for scale in scales(side, leading, more: more) {
        guard let member = firstScaled(side, leading, more: more, scale: scale) else { continue }
        let exponent = scale + (isFraction ? fraction.count + more : 0)
        guard abs(exponent) <= Exponents.limit else { continue }
        let digits = member.scaled(by: -scale).digits(integer: leading.count + more, fraction: 0).suffix(more)
        let written = digits.map { $0 + 0x30 } + e + Array(String(exponent).utf8)
        if written.count < best?.count ?? .max { best = written }
      }
      if let best { return text.phase == .zero ? [UInt8(ascii: ".")] + best : best }
    }
    return nil
  }

  /// A number of the side whose digits are the leading ones and `more` others, the last of them at 10^scale.
  private func firstScaled(_ side: NumberSide, _ leading: [UInt8], more: Int, scale: Int) -> Magnitude? {
    let digits = Magnitude(digits: leading, point: leading.count)
    let start = leading.isEmpty ? Magnitude.powerOfTen(scale) : digits.scaled(by: more + scale)
    return side.first(from: start, below: digits.successor(place: 0).scaled(by: more + scale), place: -scale)
  }

  /// Scales at which such numbers may lie in the side, enough to find one if there is one.
  private func scales(_ side: NumberSide, _ leading: [UInt8], more: Int) -> Swift.Range<Int> {
    let lattice = side.lattice
    var bottom = lattice.divisor?.point
    if !side.lower.isZero { bottom = max(bottom ?? side.lower.point, side.lower.point) }
    // Where nothing is too small, what is smaller than all that is avoided will do.
    let small = (lattice.avoided.map(\.point) + [0, side.upper?.point ?? 0]).min()! - 1
    let least = (bottom ?? small) - leading.count - 1 - more
    // From there on the scale changes nothing but the size, and that is above the lower bound.
    let saturation = (lattice.avoided + [lattice.divisor ?? .one]).map(\.saturation).max()!
    let enough = max(saturation, side.lower.point, least + 1) + 1
    let most = min(enough, (side.upper?.point ?? Int.max / 2) - (leading.isEmpty ? 1 : leading.count + more))
    return least..<max(least, most + 1)
  }
}
