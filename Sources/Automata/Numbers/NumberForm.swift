/// How numbers may be written; these bounds serve termination and tidy output, not the schema.
package struct NumberForm: Hashable, Sendable {
  /// Digits before the point; more only where a bound of the schema has more. Nil: without end.
  package var maximumIntegerDigits: Int?
  /// Digits after the point; more only where a bound of the schema has more. Nil: without end.
  package var maximumFractionDigits: Int?
  package var allowsExponent: Bool
  /// Whether integers are written without fraction and exponent.
  package var plainIntegers: Bool

  package init(
    maximumIntegerDigits: Int?, maximumFractionDigits: Int?, allowsExponent: Bool, plainIntegers: Bool
  ) {
    self.maximumIntegerDigits = maximumIntegerDigits
    self.maximumFractionDigits = maximumFractionDigits
    self.allowsExponent = allowsExponent
    self.plainIntegers = plainIntegers
  }

  /// What a model should write: 16 digits on either side of the point hold any double that matters.
  package static let plain = NumberForm(
    maximumIntegerDigits: 16, maximumFractionDigits: 16, allowsExponent: false, plainIntegers: true)

  /// Every number of RFC 8259 (exponents of at most nine significant digits).
  package static let any = NumberForm(
    maximumIntegerDigits: nil, maximumFractionDigits: nil, allowsExponent: true, plainIntegers: false)

  /// Digits before the point that numbers of the side may have; enough for one above zero, if there is one.
  func integerDigits(_ side: NumberSide) -> Int {
    guard let limit = maximumIntegerDigits else { return Int.max / 2 }
    let ends = max(limit, side.lower.integerDigits + 1, (side.upper ?? .zero).integerDigits)
    guard let multiples = side.multiples else { return ends }
    let step = multiples.divisor ?? .one
    if max(side.lower.integerDigits, step.integerDigits) + 1 + multiples.slack <= ends { return ends }
    var above = side
    if side.lower.isZero { above.lowerIsExclusive = true }
    let first = above.first(from: .zero, below: nil, place: step.fractionDigits)
    return max(ends, first?.integerDigits ?? 1)
  }

  /// Digits after the point that numbers of the side may have; enough for one at least.
  func fractionDigits(_ side: NumberSide) -> Int {
    guard let limit = maximumFractionDigits else { return Int.max / 2 }
    let ends = max(side.lower.fractionDigits, (side.upper ?? .zero).fractionDigits)
    return max(limit, side.multiples?.sufficientPlace(ends) ?? ends + 1)
  }
}
