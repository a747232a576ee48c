/// Divisibility among decimals: a is a multiple of b when a = n·b for an integer n ≥ 0.
extension Magnitude {
  /// The digits as an integer, without zeros at its end. The value is significand · 10^exponent.
  var significand: Natural { Natural(digits: digits) }
  /// The power of ten of the last digit.
  var exponent: Int { point - digits.count }

  /// The number significand · 10^exponent.
  init(_ significand: Natural, exponent: Int) {
    let digits = significand.digits
    self.init(digits: digits, point: digits.count + exponent)
  }

  static func powerOfTen(_ exponent: Int) -> Magnitude { Magnitude(digits: [1], point: exponent + 1) }

  /// How many times the number holds 10^exponent, which divides it.
  func units(exponent: Int) -> Natural { isZero ? .zero : significand.scaled(by: self.exponent - exponent) }

  /// The least number above zero that is a multiple of both, which are not zero.
  static func leastCommonMultiple(_ left: Magnitude, _ right: Magnitude) -> Magnitude {
    if left == right { return left }
    let exponent = min(left.exponent, right.exponent)
    let (first, second) = (left.units(exponent: exponent), right.units(exponent: exponent))
    let divisor = Natural.greatestCommonDivisor(first, second)
    return Magnitude(first.dividing(by: divisor).quotient * second, exponent: exponent)
  }

  /// The least e for which digits · 10^e is a multiple, digits being an integer above zero without zeros at its end.
  /// Nil when there is none. All larger exponents make multiples as well.
  static func leastExponent(_ digits: Natural, multipleOf divisor: Magnitude) -> Int? {
    let significand = divisor.significand
    let common = Natural.greatestCommonDivisor(significand, digits)
    let (tens, rest) = tens(in: significand.dividing(by: common).quotient)
    return rest == .one ? divisor.exponent + tens : nil
  }

  /// The exponent from which on the factors of ten in a divisor no longer matter to digits · 10^e.
  var saturation: Int { exponent + Self.tens(in: significand).count }

  /// How many tens it takes to make up for the factors 2 and 5 of a number, and its other factors.
  private static func tens(in number: Natural) -> (count: Int, rest: Natural) {
    var (count, rest) = (0, number)
    while true {
      let common = Natural.greatestCommonDivisor(rest, .ten)
      if common == .one { return (count, rest) }
      rest = rest.dividing(by: common).quotient
      count += 1
    }
  }

  /// Whether the number is a multiple, whatever the exponents.
  func isMultiple(of divisor: Magnitude) -> Bool {
    if isZero || self == divisor { return true }
    guard exponent >= divisor.exponent, let least = Self.leastExponent(significand, multipleOf: divisor) else {
      return false
    }
    return exponent >= least
  }
}
