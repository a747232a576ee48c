package import JSON

/// A signed decimal number, as a bound or a constant.
package struct SignedDecimal: Hashable, Sendable {
  package let isNegative: Bool
  package let magnitude: Magnitude

  /// The largest exponent that is read; beyond it a number is no sensible bound.
  package static let maximumExponent = 100_000

  /// Nil when the exponent is beyond ±`maximumExponent`.
  package init?(_ number: JSONNumber) {
    let text = NumberText(Array(number.text.utf8))
    guard let magnitude = text.magnitude(), abs(magnitude.point) <= Self.maximumExponent else { return nil }
    self.magnitude = magnitude
    isNegative = text.isNegative && !magnitude.isZero
  }
}

/// One end of a range.
package struct NumberBound: Hashable, Sendable {
  package var value: SignedDecimal
  package var isExclusive: Bool

  package init(_ value: SignedDecimal, isExclusive: Bool) {
    self.value = value
    self.isExclusive = isExclusive
  }
}

extension SignedDecimal: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    switch (left.isNegative, right.isNegative) {
    case (true, false): true
    case (false, true): false
    case (false, false): left.magnitude < right.magnitude
    case (true, true): right.magnitude < left.magnitude
    }
  }
}
