/// A set of numbers as a union of ranges, each of which may hold integers only.
package struct NumberSet: Hashable, Sendable {
  /// Which numbers of a range belong to it: a union of three disjoint classes.
  package struct Kind: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Integers written without fraction and exponent (draft 4's integers).
    package static let integerText = Kind(rawValue: 1)
    /// Integers written with a fraction or an exponent, such as 1.0.
    package static let otherIntegers = Kind(rawValue: 2)
    package static let fractions = Kind(rawValue: 4)

    /// Numbers whose value is an integer, however it is written.
    package static let integer: Kind = [.integerText, .otherIntegers]
    package static let any: Kind = [.integer, .fractions]
  }

  /// A range; nil bounds are infinite.
  package struct Range: Hashable, Sendable {
    package var lower: NumberBound?
    package var upper: NumberBound?
    package var kind: Kind

    package init(lower: NumberBound? = nil, upper: NumberBound? = nil, kind: Kind = .any) {
      self.lower = lower
      self.upper = upper
      self.kind = kind
    }

    package static func constant(_ value: SignedDecimal) -> Range {
      let bound = NumberBound(value, isExclusive: false)
      return Range(lower: bound, upper: bound)
    }

    var isUnbounded: Bool { lower == nil && upper == nil }

    func intersection(_ other: Range) -> Range? {
      var result = self
      if let low = other.lower {
        if let mine = lower, mine.value > low.value || (mine.value == low.value && mine.isExclusive) {
        } else {
          result.lower = low
        }
      }
      if let high = other.upper {
        if let mine = upper, mine.value < high.value || (mine.value == high.value && mine.isExclusive) {
        } else {
          result.upper = high
        }
      }
      result.kind = kind.intersection(other.kind)
      if result.kind.isEmpty { return nil }
      if let low = result.lower, let high = result.upper {
        if low.value > high.value { return nil }
        if low.value == high.value, low.isExclusive || high.isExclusive { return nil }
      }
      return result
    }

    /// Whether the number's text and value are in the range.
    func contains(_ text: NumberText) -> Bool {
      guard text.phase.isComplete, let magnitude = text.magnitude() else { return false }
      let isPlain = text.phase == .zero || text.phase == .integer
      let mine: Kind = isPlain ? .integerText : magnitude.isInteger ? .otherIntegers : .fractions
      guard kind.contains(mine) else { return false }
      let side = NumberSide(self, isNegative: text.isNegative)
      return side?.contains(magnitude) ?? false
    }
  }

  /// Sorted for identity only; ranges may overlap.
  package private(set) var ranges: [Range]

  package init(_ ranges: [Range]) {
    var unique: [Range] = []
    for range in ranges where !unique.contains(range) { unique.append(range) }
    self.ranges = unique
  }

  package static let none = NumberSet([])
  package static let all = NumberSet([Range()])

  package var isEmpty: Bool { ranges.isEmpty }

  /// Whether a complete number's text and value are in the set.
  func contains(_ text: NumberText) -> Bool { text.phase.isComplete && ranges.contains { $0.contains(text) } }

  package func union(_ other: NumberSet) -> NumberSet {
    if self == .all || other == .all { return .all }
    return NumberSet(ranges + other.ranges)
  }

  package func intersection(_ other: NumberSet) -> NumberSet {
    if self == .all { return other }
    if other == .all { return self }
    var result: [Range] = []
    for mine in ranges {
      for theirs in other.ranges {
        if let both = mine.intersection(theirs) { result.append(both) }
      }
    }
    return NumberSet(result)
  }

  /// The numbers that are not in the set.
  package var complement: NumberSet {
    ranges.reduce(.all) { $0.intersection(Self.complement($1)) }
  }

  private static func complement(_ range: Range) -> NumberSet {
    var parts: [Range] = []
    if let lower = range.lower {
      parts.append(Range(upper: NumberBound(lower.value, isExclusive: !lower.isExclusive)))
    }
    if let upper = range.upper {
      parts.append(Range(lower: NumberBound(upper.value, isExclusive: !upper.isExclusive)))
    }
    let rest = Kind.any.subtracting(range.kind)
    if !rest.isEmpty { parts.append(Range(lower: range.lower, upper: range.upper, kind: rest)) }
    return NumberSet(parts)
  }
}
