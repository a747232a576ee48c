/// The numbers of one sign in a range, by magnitude.
struct NumberSide {
  var lower: Magnitude
  var lowerIsExclusive: Bool
  /// Nil: without end.
  var upper: Magnitude?
  var upperIsExclusive: Bool
  var kind: NumberSet.Kind
  /// The multiples among which the members are, with what the kind says of them; nil where only the kind does.
  private(set) var multiples: NumberLattice?

  /// Nil when the range has no number with this sign. Zero has both.
  init?(_ range: NumberSet.Range, isNegative: Bool) {
    let (near, far) = isNegative ? (range.upper, range.lower) : (range.lower, range.upper)
    kind = range.kind
    if !range.lattice.isAll {
      guard let members = range.lattice.members(of: range.kind) else { return nil }
      multiples = members
    }
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

  /// The numbers of the side's kind, when it is one, wherever they lie.
  var lattice: NumberLattice { multiples ?? (kind == .fractions ? .fractions : .integers) }

  func contains(_ value: Magnitude) -> Bool {
    if let multiples, !multiples.contains(value) { return false }
    if value < lower || (value == lower && lowerIsExclusive) { return false }
    if let upper, value > upper || (value == upper && upperIsExclusive) { return false }
    return true
  }

  /// Whether a number of the kind lies in [start, end) and in the range.
  ///
  /// - Parameter place: digits that it may have after the point, nil for any number of them. It only matters where
  ///   multiples are asked for, and must be enough for the ends of the range.
  func meets(from start: Magnitude, below end: Magnitude, place: Int? = nil) -> Bool {
    if let multiples {
      if place != nil || multiples.divisor != nil { return first(from: start, below: end, place: place) != nil }
      let last = upper.map { min($0, end) } ?? end
      let ends = [start, lower, last].map(\.fractionDigits).max()!
      return first(from: start, below: end, place: multiples.sufficientPlace(ends)) != nil
    }
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

  /// The least number of the side's one kind in [start, end) and in the range, with digits down to 10^-place only.
  ///
  /// - Parameter end: nil when there is none.
  func first(from start: Magnitude, below end: Magnitude?, place: Int?) -> Magnitude? {
    var (low, lowIsOpen) = (lower, lowerIsExclusive)
    if start > low { (low, lowIsOpen) = (start, false) }
    var (high, highIsOpen) = (upper, upperIsExclusive)
    if let end, upper.map({ end <= $0 }) ?? true { (high, highIsOpen) = (end, true) }
    return lattice.first(from: low, isOpen: lowIsOpen, to: high, isOpen: highIsOpen, place: place)
  }

  /// Whether a number of the kind lies in the range, from `start` on.
  func meets(from start: Magnitude) -> Bool {
    guard let upper else { return true }
    if multiples != nil { return meets(from: start, below: upper.floor.successor(place: 0)) }
    if kind == .fractions, upper.isZero { return false }
    let end = upper.floor.successor(place: 0)
    return start < end && meets(from: start, below: end)
  }
}
