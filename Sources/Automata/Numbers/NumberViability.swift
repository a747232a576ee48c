/// Whether the text of a number can still become a member of a set.
///
/// The reachable values of a prefix are intervals: digits D reach [D·10^k, (D+1)·10^k) for k ≥ 0 more digits, and for
/// any k once an exponent may follow; a fraction reaches [m, m + 10^-n). An exponent under way reaches m·10^e for the
/// exponents with the digits typed so far. All comparisons are exact, and so is the search for multiples in an interval.
///
/// Digit limits hold for numbers without an exponent.
struct NumberViability {
  let form: NumberForm

  func canReach(_ set: NumberSet, from text: NumberText) -> Bool {
    set.ranges.contains { canReach($0, from: text) }
  }

  /// The classes of numbers are looked at one by one: each has its own ways to be written.
  func canReach(_ range: NumberSet.Range, from text: NumberText) -> Bool {
    if isSurelyReachable(range, from: text) { return true }
    return parts(range).contains { part in
      signs(text).contains { isNegative in
        NumberSide(part, isNegative: isNegative).map { canReach($0, from: text) } ?? false
      }
    }
  }

  /// Whether an integer of the range begins so, where that is seen at once.
  private func isSurelyReachable(_ range: NumberSet.Range, from text: NumberText) -> Bool {
    guard range.kind.contains(.integerText), range.upper == nil, range.lattice.isAll else { return false }
    // More digits lead above any bound.
    let reachesAbove = form.maximumIntegerDigits == nil && !text.isNegative
    switch text.phase {
    case .start: return range.lower == nil || reachesAbove
    case .minus, .zero: return range.lower == nil
    case .integer:
      let digits = text.bytes.count - (text.isNegative ? 1 : 0)
      if let limit = form.maximumIntegerDigits, digits > limit { return false }
      return range.lower == nil || reachesAbove
    case .point, .fraction, .exponent, .exponentSign, .exponentDigits: return false
    }
  }

  /// A range's classes of numbers that the form has.
  func parts(_ range: NumberSet.Range) -> [NumberSet.Range] {
    var parts: [NumberSet.Range] = []
    for kind in [NumberSet.Kind.integerText, .otherIntegers, .fractions] where range.kind.contains(kind) {
      // Where fractions may stand, 1.0 may as well.
      if kind == .otherIntegers, form.plainIntegers, !range.kind.contains(.fractions) { continue }
      var part = range
      part.kind = kind
      parts.append(part)
    }
    return parts
  }

  /// The signs that a number with this text may have.
  func signs(_ text: NumberText) -> [Bool] { text.phase == .start ? [false, true] : [text.isNegative] }

  /// Exponents are open to a kind unless the form or the kind forbids them.
  func allowsExponent(_ kind: NumberSet.Kind) -> Bool {
    form.allowsExponent && kind != .integerText
  }

  private func allowsFraction(_ kind: NumberSet.Kind) -> Bool {
    kind != .integerText
  }

  /// Digits after the point that a number of the side may have; nil when there is no end.
  private func place(_ side: NumberSide) -> Int? {
    if !allowsFraction(side.kind) { return 0 }
    return form.maximumFractionDigits == nil || allowsExponent(side.kind) ? nil : form.fractionDigits(side)
  }

  private func reachesAnything(_ side: NumberSide) -> Bool {
    guard side.multiples != nil, !allowsExponent(side.kind), form.maximumIntegerDigits != nil else {
      return side.meets(from: .zero)
    }
    return side.meets(from: .zero, below: .powerOfTen(form.integerDigits(side)), place: place(side))
  }

  /// - Parameter side: of one kind.
  func canReach(_ side: NumberSide, from text: NumberText) -> Bool {
    let (integer, fraction) = text.mantissa
    let value = Magnitude(digits: integer + fraction, point: integer.count)
    // Trailing zeros count here: 10 leads to 105 and 1.07, not to 15.
    let leading = Array((integer + fraction).drop { $0 == 0 })
    let withExponent = allowsExponent(side.kind)
    switch text.phase {
    case .start, .minus: return reachesAnything(side)
    case .zero:
      if withExponent { return reachesAnything(side) }
      if !allowsFraction(side.kind) { return side.contains(.zero) }
      return side.meets(from: .zero, below: .one, place: place(side))
    case .integer:
      if integer.count > form.integerDigits(side) { return false }
      let more = form.integerDigits(side) - integer.count
      if reachesMultiples(side, value, digits: integer.count, more: more) { return true }
      return withExponent && reachesScaled(side, leading)
    case .point, .fraction:
      if !allowsFraction(side.kind) || fraction.count > form.fractionDigits(side) { return false }
      if withExponent { return value.isZero ? reachesAnything(side) : reachesScaled(side, leading) }
      if fraction.count == form.fractionDigits(side) {
        return side.contains(value) && value.isInteger == (side.kind == .otherIntegers)
      }
      return side.meets(from: value, below: value.successor(place: fraction.count), place: place(side))
    case .exponent, .exponentSign, .exponentDigits:
      guard withExponent, let exponents = Exponents(of: value, in: side) else { return false }
      return exponents.completion(of: text.exponent) != nil
    }
  }

  /// How many digits may follow an integer above zero on its way into the side; other numbers of digits either lead
  /// nowhere or nowhere else.
  ///
  /// With enough digits the interval lies above the lower bound and is so long that it must have a member.
  func usefulDigits(_ side: NumberSide, after digits: Int, atMost limit: Int) -> ClosedRange<Int>? {
    let lattice = side.lattice
    // Without a divisor the step is at most the unit.
    let step = lattice.divisor ?? .one
    let least = max(0, max(side.lower.point, lattice.divisor?.point ?? 0) - digits - 1)
    let enough = max(least, side.lower.point, step.point + lattice.slack + 1)
    let most = min(limit, enough, side.upper.map { $0.point - digits } ?? Int.max)
    return least <= most ? least...most : nil
  }

  /// Whether [value·10^k, (value + 1)·10^k) meets the side for some 0 ≤ k ≤ more.
  private func reachesMultiples(_ side: NumberSide, _ value: Magnitude, digits: Int, more: Int) -> Bool {
    let end = value.successor(place: 0)
    guard let range = usefulDigits(side, after: digits, atMost: more) else { return false }
    // The longest interval has a member most likely.
    return range.reversed().contains {
      side.meets(from: value.scaled(by: $0), below: end.scaled(by: $0), place: place(side))
    }
  }

  /// Whether a number with these leading digits, the first not zero, meets the side at any scale.
  private func reachesScaled(_ side: NumberSide, _ leading: [UInt8]) -> Bool {
    let digits = Magnitude(digits: leading, point: leading.count)
    let next = digits.successor(place: 0)
    guard let upper = side.upper else { return true }
    if upper.isZero { return false }
    let divisor = side.lattice.divisor
    // Without a divisor all numbers that are small enough will do.
    if divisor == nil, side.lower.isZero { return true }
    var bottom = divisor?.point ?? side.lower.point
    if !side.lower.isZero { bottom = max(bottom, side.lower.point) }
    let least = bottom - leading.count - 1
    let enough = max(least + 1, side.lower.point, (divisor ?? .zero).point + side.lattice.slack + 1)
    let most = min(enough, upper.point - leading.count + 1)
    guard least <= most else { return false }
    return (least...most).reversed().contains { side.meets(from: digits.scaled(by: $0), below: next.scaled(by: $0)) }
  }
}
