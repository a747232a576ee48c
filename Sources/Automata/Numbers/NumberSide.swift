/// The numbers of one sign in a range, by magnitude.
struct NumberSide {
  var lower: Magnitude
  var lowerIsExclusive: Bool
  /// Nil: without end.
  var upper: Magnitude?
  var upperIsExclusive: Bool
  var kind: NumberSet.Kind

  /// Nil when the range has no number with this sign. Zero has both.
  init?(_ range: NumberSet.Range, isNegative: Bool) {
    let (near, far) = isNegative ? (range.upper, range.lower) : (range.lower, range.upper)
    kind = range.kind
    if let near, near.value.isNegative == isNegative || near.value.magnitude.isZero {
      lower = near.value.magnitude
      lowerIsExclusive = near.isExclusive
    } else {
      lower = .zero
      lowerIsExclusive = false
    }
    if let far {
      if far.value.isNegative != isNegative, !far.value.magnitude.isZero { return nil }
      upper = far.value.magnitude
      upperIsExclusive = far.isExclusive
    } else {
      upper = nil
      upperIsExclusive = false
    }
    if let upper, lower > upper || (lower == upper && (lowerIsExclusive || upperIsExclusive)) { return nil }
  }

  func contains(_ value: Magnitude) -> Bool {
    if value < lower || (value == lower && lowerIsExclusive) { return false }
    if let upper, value > upper || (value == upper && upperIsExclusive) { return false }
    return true
  }

  /// Whether a number of the kind lies in [start, end) and in the range.
  func meets(from start: Magnitude, below end: Magnitude) -> Bool {
    var (low, lowIsOpen) = (lower, lowerIsExclusive)
    if start > low { (low, lowIsOpen) = (start, false) }
    var (high, highIsOpen) = (end, true)
    if let upper, upper < end { (high, highIsOpen) = (upper, upperIsExclusive) }
    if kind.contains(.fractions) {
      // Between two different numbers there are fractions.
      if low < high { return true }
      if low != high || lowIsOpen || highIsOpen { return false }
      return !low.isInteger
    }
    var first = low.floor
    if first < low || (first == low && lowIsOpen) { first = first.successor(place: 0) }
    return first < high || (first == high && !highIsOpen)
  }

  /// Whether a number of the kind lies in the range, from `start` on.
  func meets(from start: Magnitude) -> Bool {
    guard let upper else { return true }
    if kind == .fractions, upper.isZero { return false }
    let end = upper.floor.successor(place: 0)
    return start < end && meets(from: start, below: end)
  }
}
