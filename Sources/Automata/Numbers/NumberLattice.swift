/// The decimals ≥ 0 that are multiples of a number and no multiples of others.
package struct NumberLattice: Hashable, Sendable {
  /// Nil: there is no number of which a member must be a multiple.
  package let divisor: Magnitude?
  /// No member is a multiple of these. Each is a multiple of the divisor and of no other; they ascend.
  package let avoided: [Magnitude]

  package static let all = NumberLattice(normal: nil, [])
  static let integers = NumberLattice(normal: .one, [])
  static let fractions = NumberLattice(normal: nil, [.one])

  private init(normal divisor: Magnitude?, _ avoided: [Magnitude]) {
    self.divisor = divisor
    self.avoided = avoided
  }

  /// Nil when there is no such number.
  init?(divisor: Magnitude?, avoided: [Magnitude]) {
    // Among multiples of the divisor the multiples of another number are those of the least common one.
    let common = avoided.map { number in divisor.map { .leastCommonMultiple($0, number) } ?? number }
    if let divisor, common.contains(divisor) { return nil }
    var kept: [Magnitude] = []
    for number in common.sorted() where !kept.contains(where: { number.isMultiple(of: $0) }) { kept.append(number) }
    self.init(normal: divisor, kept)
  }

  /// - Precondition: The number is above zero.
  package static func multiples(of number: Magnitude) -> NumberLattice {
    precondition(!number.isZero, "only zero is a multiple of zero")
    return NumberLattice(normal: number, [])
  }

  static func others(than number: Magnitude) -> NumberLattice { NumberLattice(normal: nil, [number]) }

  var isAll: Bool { self == .all }

  /// Nil when no number is in both.
  func intersection(_ other: NumberLattice) -> NumberLattice? {
    if self == other || other.isAll { return self }
    if isAll { return other }
    let divisor: Magnitude? =
      switch (self.divisor, other.divisor) {
      case (let mine?, let theirs?): .leastCommonMultiple(mine, theirs)
      case (let mine, let theirs): mine ?? theirs
      }
    return NumberLattice(divisor: divisor, avoided: avoided + other.avoided)
  }

  /// The members of one class of numbers; nil when there are none.
  func members(of kind: NumberSet.Kind) -> NumberLattice? {
    if !kind.contains(.fractions) { return intersection(.integers) }
    return kind == .fractions ? intersection(.fractions) : self
  }

  func contains(_ value: Magnitude) -> Bool {
    if let divisor, !value.isMultiple(of: divisor) { return false }
    return !avoided.contains { value.isMultiple(of: $0) }
  }

  /// Whether every member is one of the other's, as far as that is plain at sight.
  func isSubset(of other: NumberLattice) -> Bool {
    if other.isAll || self == other { return true }
    if let theirs = other.divisor {
      guard let divisor, divisor.isMultiple(of: theirs) else { return false }
    }
    return other.avoided.allSatisfy { number in avoided.contains { number.isMultiple(of: $0) } }
  }

  /// Digits after the point that suffice for a member in any interval that has one, when the ends of the interval and
  /// the members have at most `place` digits there: one more is finer than all multiples that are avoided.
  func sufficientPlace(_ place: Int) -> Int {
    if let divisor { return max(place, divisor.fractionDigits) }
    return (avoided.map(\.fractionDigits) + [place]).max()! + 1
  }

  /// Powers of ten that hold as many multiples of the divisor as it can take to find a member.
  ///
  /// Of 2^n consecutive integers one is no multiple of any of n numbers above 1: take a prime factor of each, and
  /// Kanold's bound on Jacobsthal's function (1967).
  var slack: Int { (avoided.count + 2) / 3 }

  /// The least member between two numbers with digits down to 10^-place only.
  ///
  /// - Parameters:
  ///   - high: nil when there is no end.
  ///   - place: digits after the point, below zero for multiples of powers of ten; nil for any number of digits, which
  ///     only a lattice with a divisor may be asked for.
  func first(
    from low: Magnitude, isOpen lowIsOpen: Bool, to high: Magnitude?, isOpen highIsOpen: Bool, place: Int?
  ) -> Magnitude? {
    if let high, high < low { return nil }
    guard let step = step(place) else { preconditionFailure("there is no least decimal") }
    if let high, step > high, !low.isZero || lowIsOpen { return nil }
    var exponent = step.exponent
    for value in [low, high ?? .zero] where !value.isZero { exponent = min(exponent, value.exponent) }
    let unit = step.units(exponent: exponent)
    var (index, remainder) = low.units(exponent: exponent).dividing(by: unit)
    if !remainder.isZero || lowIsOpen { index = index + .one }
    var last: Natural?
    if let high {
      let (quotient, remainder) = high.units(exponent: exponent).dividing(by: unit)
      if remainder.isZero, highIsOpen {
        if quotient.isZero { return nil }
        last = quotient - .one
      } else {
        last = quotient
      }
      if index > last! { return nil }
    }
    // Members are the multiples of the step whose index is no multiple of these.
    var ratios: [Natural] = []
    for number in avoided {
      let common = step == divisor ? number : .leastCommonMultiple(step, number)
      if common == step { return nil }
      let exponent = min(step.exponent, common.exponent)
      ratios.append(common.units(exponent: exponent).dividing(by: step.units(exponent: exponent)).quotient)
    }
    // Every run of avoided multiples ends within 2^n steps: see `slack`.
    while ratios.contains(where: { index.isMultiple(of: $0) }) {
      index = index + .one
      if let last, index > last { return nil }
    }
    return Magnitude(index * unit, exponent: exponent)
  }

  private func step(_ place: Int?) -> Magnitude? {
    guard let place else { return divisor }
    guard let divisor else { return .powerOfTen(-place) }
    return divisor.exponent >= -place ? divisor : .leastCommonMultiple(divisor, .powerOfTen(-place))
  }
}
