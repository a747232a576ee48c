/// A decimal magnitude ≥ 0 of any size: 0.d₁d₂…dₙ × 10^point, digits without leading or trailing zeros.
///
/// In this form comparison is lexicographic, scaling by ten is an addition, and no precision is ever lost.
package struct Magnitude: Hashable, Sendable, Comparable {
  package private(set) var digits: [UInt8]
  package private(set) var point: Int

  package static let zero = Magnitude(digits: [], point: 0)
  package static let one = Magnitude(digits: [1], point: 1)

  /// The number 0.digits × 10^point; the digits may have zeros at either end.
  init(digits: [UInt8], point: Int) {
    var slice = digits[...]
    var point = point
    while slice.first == 0 {
      slice.removeFirst()
      point -= 1
    }
    while slice.last == 0 { slice.removeLast() }
    self.digits = Array(slice)
    self.point = slice.isEmpty ? 0 : point
  }

  package var isZero: Bool { digits.isEmpty }
  package var isInteger: Bool { digits.count <= point || isZero }
  /// Digits after the decimal point.
  var fractionDigits: Int { isZero ? 0 : max(0, digits.count - point) }
  /// Digits before the decimal point, at least one.
  var integerDigits: Int { max(1, point) }

  /// Digits of the number written without an exponent.
  package var places: Int { integerDigits + fractionDigits }

  /// The value when it is an integer that fits.
  package var integer: Int? {
    guard isInteger, point <= 18 else { return isZero ? 0 : nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1) }
    return (digits.count..<max(digits.count, point)).reduce(value) { value, _ in value * 10 }
  }

  func scaled(by exponent: Int) -> Magnitude { Magnitude(digits: digits, point: isZero ? 0 : point + exponent) }

  package static func < (left: Self, right: Self) -> Bool {
    if left.isZero || right.isZero { return left.isZero && !right.isZero }
    if left.point != right.point { return left.point < right.point }
    return left.digits.lexicographicallyPrecedes(right.digits)
  }

  /// The largest integer that is not above.
  var floor: Magnitude {
    if point <= 0 { return .zero }
    return Magnitude(digits: Array(digits.prefix(point)), point: point)
  }

  /// The number plus 10^-place, when it has at most `place` digits after the point.
  func successor(place: Int) -> Magnitude {
    var padded = digits
    var point = point
    if point < -place { (padded, point) = ([], -place) }
    let count = point + place
    padded.append(contentsOf: repeatElement(0, count: max(0, count - padded.count)))
    var index = padded.count - 1
    while index >= 0, padded[index] == 9 {
      padded[index] = 0
      index -= 1
    }
    if index >= 0 {
      padded[index] += 1
    } else {
      padded.insert(1, at: 0)
      point += 1
    }
    return Magnitude(digits: padded, point: point)
  }

  /// The number's digits in a fixed layout, with zeros at either end where it has fewer.
  ///
  /// - Precondition: It has no more.
  func digits(integer: Int, fraction: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: integer + fraction)
    for (index, digit) in digits.enumerated() { result[integer - point + index] = digit }
    return result
  }
}
