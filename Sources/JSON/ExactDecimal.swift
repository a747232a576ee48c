/// The value of a JSON number: a decimal of any length, never rounded.
///
/// The value is ±0.d₁d₂…dₙ × 10^(n + exponent) with neither leading nor trailing zeros among the digits, so equal values
/// are equal structures. Exponents beyond ±2^61 are taken as that.
package struct ExactDecimal: Hashable, Sendable {
  package let isNegative: Bool
  /// 0...9 each, most significant first; empty for zero.
  package let digits: [UInt8]
  /// The power of ten of the last digit.
  package let exponent: Int

  private static let exponentLimit = 1 << 61

  package init(_ number: JSONNumber) {
    var digits: [UInt8] = []
    var exponent = 0
    var rest = Array(number.text.utf8)[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative { rest.removeFirst() }
    var isFraction = false
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if byte != UInt8(ascii: "0") || !digits.isEmpty { digits.append(byte - UInt8(ascii: "0")) }
        if isFraction { exponent -= 1 }
      case UInt8(ascii: "."): isFraction = true
      default:
        exponent += Self.exponent(rest)
        rest.removeAll()
      }
    }
    let significant = digits.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    exponent += digits.count - significant
    self.isNegative = isNegative && significant > 0
    self.digits = Array(digits[..<significant])
    self.exponent = significant == 0 ? 0 : max(-Self.exponentLimit, min(Self.exponentLimit, exponent))
  }

  package init(_ value: Int) { self.init(JSONNumber(value)) }

  /// What stands after the `e`, clamped.
  private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
    let isNegative = text.first == UInt8(ascii: "-")
    var value = 0
    for byte in text where byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+") {
      value = min(exponentLimit, value * 10 + Int(byte - UInt8(ascii: "0")))
      if value >= exponentLimit / 10 { value = exponentLimit }
      if value == exponentLimit { break }
    }
    return isNegative ? -value : value
  }

  package var isZero: Bool { digits.isEmpty }
  package var isInteger: Bool { exponent >= 0 }

  /// The value as an integer, clamped to `Int`'s range; nil when it has a fraction.
  package var clampedInteger: Int? {
    guard isInteger else { return nil }
    guard digits.count + exponent <= 19 else { return isNegative ? Int.min : Int.max }
    var value = 0
    for digit in digits + [UInt8](repeating: 0, count: exponent) {
      let (product, first) = value.multipliedReportingOverflow(by: 10)
      let (sum, second) = product.addingReportingOverflow(isNegative ? -Int(digit) : Int(digit))
      if first || second { return isNegative ? Int.min : Int.max }
      value = sum
    }
    return value
  }
}

extension ExactDecimal: Comparable {
  package static func < (left: Self, right: Self) -> Bool {
    switch (left.isNegative, right.isNegative) {
    case (true, false): true
    case (false, true): false
    case (false, false): left.hasSmallerMagnitude(than: right)
    case (true, true): right.hasSmallerMagnitude(than: left)
    }
  }

  private func hasSmallerMagnitude(than other: Self) -> Bool {
    guard !isZero, !other.isZero else { return isZero && !other.isZero }
    let (top, otherTop) = (digits.count + exponent, other.digits.count + other.exponent)
    return top == otherTop ? digits.lexicographicallyPrecedes(other.digits) : top < otherTop
  }
}

extension ExactDecimal {
  /// Whether this is an integer times `divisor`.
  ///
  /// Complexity: O(n · m) in the numbers of digits, whatever the exponents.
  /// - Precondition: `divisor` is above zero.
  package func isMultiple(of divisor: ExactDecimal) -> Bool {
    precondition(!divisor.isZero && !divisor.isNegative, "multiples of a positive number only")
    guard !isZero else { return true }
    let shift = exponent - divisor.exponent
    // Without trailing zeros the digits are no multiple of ten, and so none of the divisor's digits times ten.
    guard shift >= 0 else { return false }
    // The divisor's digits d divide 10^k · r with r prime to ten and k below 4 per digit; more zeros change nothing.
    let zeros = min(shift, 4 * divisor.digits.count)
    if divisor.digits.count <= 18 {
      let modulus = divisor.digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
      var remainder: UInt64 = 0
      for place in 0..<digits.count + zeros {
        let digit = place < digits.count ? UInt64(digits[place]) : 0
        let (high, low) = remainder.multipliedFullWidth(by: 10)
        let (sum, carry) = low.addingReportingOverflow(digit)
        remainder = modulus.dividingFullWidth((carry ? high + 1 : high, sum)).remainder
      }
      return remainder == 0
    }
    var remainder: [UInt8] = []
    for place in 0..<digits.count + zeros {
      remainder.append(place < digits.count ? digits[place] : 0)
      if remainder.first == 0 { remainder.removeFirst() }
      while !Self.precedes(remainder, divisor.digits) { Self.subtract(divisor.digits, from: &remainder) }
    }
    return remainder.isEmpty
  }

  /// Order of digit strings without leading zeros.
  private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }

  /// `value` is at least `other`; leading zeros are dropped afterwards.
  private static func subtract(_ other: [UInt8], from value: inout [UInt8]) {
    var borrow = 0
    for offset in 1...value.count {
      let place = value.count - offset
      let subtrahend = offset <= other.count ? Int(other[other.count - offset]) : 0
      let difference = Int(value[place]) - subtrahend - borrow
      borrow = difference < 0 ? 1 : 0
      value[place] = UInt8(difference + borrow * 10)
    }
    value.removeFirst(value.firstIndex { $0 != 0 } ?? value.count)
  }
}
