/// Whether the text of a number can still become a member of a set.
///
/// The reachable values of a prefix are intervals: digits D reach [D·10^k, (D+1)·10^k) for k ≥ 0 more digits, and for
/// any k once an exponent may follow; a fraction reaches [m, m + 10^-n). An exponent under way reaches m·10^e for the
/// exponents with the digits typed so far. All comparisons are exact.
struct NumberViability {
  let form: NumberForm

  func canReach(_ set: NumberSet, from text: NumberText) -> Bool {
    set.ranges.contains { canReach($0, from: text) }
  }

  /// The classes of numbers are looked at one by one: each has its own ways to be written.
  func canReach(_ range: NumberSet.Range, from text: NumberText) -> Bool {
    for kind in [NumberSet.Kind.integerText, .otherIntegers, .fractions] where range.kind.contains(kind) {
      var part = range
      part.kind = kind
      // Where fractions may stand, 1.0 may as well.
      if kind == .otherIntegers, form.plainIntegers, !range.kind.contains(.fractions) { continue }
      if canReachKind(part, from: text) { return true }
    }
    return false
  }

  private func canReachKind(_ range: NumberSet.Range, from text: NumberText) -> Bool {
    switch text.phase {
    case .start:
      return [false, true].contains { isNegative in
        NumberSide(range, isNegative: isNegative).map { reachesAnything($0) } ?? false
      }
    case .minus: return NumberSide(range, isNegative: true).map { reachesAnything($0) } ?? false
    default:
      guard let side = NumberSide(range, isNegative: text.isNegative) else { return false }
      return canReach(side, from: text)
    }
  }

  /// Exponents are open to a kind unless the form or the kind forbids them.
  private func allowsExponent(_ kind: NumberSet.Kind) -> Bool {
    form.allowsExponent && kind != .integerText
  }

  private func allowsFraction(_ kind: NumberSet.Kind) -> Bool {
    kind != .integerText
  }

  private func reachesAnything(_ side: NumberSide) -> Bool { side.meets(from: .zero) }

  private func canReach(_ side: NumberSide, from text: NumberText) -> Bool {
    let (integer, fraction) = text.mantissa
    let value = Magnitude(digits: integer + fraction, point: integer.count)
    // Trailing zeros count here: 10 leads to 105 and 1.07, not to 15.
    let leading = Array((integer + fraction).drop { $0 == 0 })
    let withExponent = allowsExponent(side.kind)
    switch text.phase {
    case .start, .minus: return reachesAnything(side)
    case .zero:
      if withExponent { return reachesAnything(side) }
      return allowsFraction(side.kind) ? side.meets(from: .zero, below: .one) : side.contains(.zero)
    case .integer:
      if integer.count > form.integerDigits(side) { return false }
      let more = form.integerDigits(side) - integer.count
      if reachesMultiples(side, value, below: value.successor(place: 0), more: more) { return true }
      return withExponent && reachesScaled(side, leading)
    case .point, .fraction:
      if !allowsFraction(side.kind) || fraction.count > form.fractionDigits(side) { return false }
      if withExponent { return value.isZero ? reachesAnything(side) : reachesScaled(side, leading) }
      if fraction.count == form.fractionDigits(side) {
        return side.contains(value) && value.isInteger == (side.kind == .otherIntegers)
      }
      return side.meets(from: value, below: value.successor(place: fraction.count))
    case .exponent, .exponentSign, .exponentDigits:
      return withExponent && reachesExponents(side, value, text.exponent)
    }
  }

  /// Whether [value·10^k, end·10^k) meets the side for some 0 ≤ k ≤ more.
  private func reachesMultiples(_ side: NumberSide, _ value: Magnitude, below end: Magnitude, more: Int) -> Bool {
    // Integers without a fraction: the last of the interval is end·10^k - 1, so the same check holds.
    guard let upper = side.upper else {
      let needed = max(0, side.lower.point - value.point + 1)
      return needed <= more || (0...more).contains { side.meets(from: value.scaled(by: $0), below: end.scaled(by: $0)) }
    }
    var k = 0
    while k <= more, value.scaled(by: k) <= upper {
      if side.meets(from: value.scaled(by: k), below: end.scaled(by: k)) { return true }
      k += 1
    }
    return false
  }

  /// Whether a number with these leading digits, the first not zero, meets the side at any scale.
  private func reachesScaled(_ side: NumberSide, _ leading: [UInt8]) -> Bool {
    let digits = Magnitude(digits: leading, point: leading.count)
    let next = digits.successor(place: 0)
    if side.upper == nil { return true }
    guard let upper = side.upper, !upper.isZero else { return false }
    if side.kind == .fractions, side.lower.isZero { return true }
    // Only scales at which the interval is as large as the bounds matter; an integer needs no smaller scale than 1.
    let least = side.kind == .fractions ? side.lower.point - digits.point - 1 : -digits.point
    let most = upper.point - digits.point + 1
    guard least <= most else { return false }
    return (least...most).contains { side.meets(from: digits.scaled(by: $0), below: next.scaled(by: $0)) }
  }

  /// Whether value·10^e is in the side for an exponent e that starts as typed.
  private func reachesExponents(_ side: NumberSide, _ value: Magnitude, _ typed: (sign: UInt8?, digits: [UInt8]))
    -> Bool
  {
    let significant = Array(typed.digits.drop { $0 == 0 })
    guard significant.count <= NumberText.maximumExponentDigits else { return false }
    if value.isZero { return side.kind == .otherIntegers && side.contains(.zero) }
    // The exponents with a value in the side are an interval, since value·10^e grows with e.
    var least = -1_000_000_000
    var most = 1_000_000_000
    if !side.lower.isZero {
      least = side.lower.point - value.point - 1
      while least < side.lower.point - value.point + 2 {
        let scaled = value.scaled(by: least)
        if scaled > side.lower || (scaled == side.lower && !side.lowerIsExclusive) { break }
        least += 1
      }
    }
    if let upper = side.upper {
      if upper.isZero { return false }
      most = upper.point - value.point + 1
      while most > upper.point - value.point - 2 {
        let scaled = value.scaled(by: most)
        if scaled < upper || (scaled == upper && !side.upperIsExclusive) { break }
        most -= 1
      }
    }
    if side.kind == .fractions {
      most = min(most, value.digits.count - value.point - 1)
    } else {
      least = max(least, value.digits.count - value.point)
    }
    switch typed.sign {
    case UInt8(ascii: "-"): (least, most) = (max(0, -most), -least)
    case nil where typed.digits.isEmpty: return least <= most
    default: least = max(least, 0)
    }
    guard least <= most else { return false }
    if significant.isEmpty { return true }
    var (low, width) = (significant.reduce(0) { $0 * 10 + Int($1) }, 1)
    while low <= most, low < 1_000_000_000 {
      if low + width - 1 >= least { return true }
      low *= 10
      width *= 10
    }
    return false
  }
}
