/// A set of numbers as a union of ranges, each of which may hold integers only, or multiples of numbers, or others.
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
    /// Multiples to which the range is limited, by magnitude.
    package private(set) var lattice: NumberLattice

    /// - Parameter lattice: among multiples of an integer there are no fractions, whatever the kind says.
    package init(
      lower: NumberBound? = nil, upper: NumberBound? = nil, kind: Kind = .any, lattice: NumberLattice = .all
    ) {
      self.lower = lower
      self.upper = upper
      self.kind = lattice.divisor?.isInteger ?? false ? kind.subtracting(.fractions) : kind
      self.lattice = lattice
    }

    package static func constant(_ value: SignedDecimal) -> Range {
      let bound = NumberBound(value, isExclusive: false)
      return Range(lower: bound, upper: bound)
    }

    var isUnbounded: Bool { lower == nil && upper == nil && lattice.isAll }

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
      guard let lattice = lattice.intersection(other.lattice) else { return nil }
      result = Range(
        lower: result.lower, upper: result.upper, kind: kind.intersection(other.kind), lattice: lattice)
      if result.kind.isEmpty { return nil }
      if let low = result.lower, let high = result.upper {
        if low.value > high.value { return nil }
        if low.value == high.value, low.isExclusive || high.isExclusive { return nil }
        if !lattice.isAll, !result.hasMembers { return nil }
      }
      return result
    }

    /// Whether a number is in the range, with as many digits as it takes.
    private var hasMembers: Bool {
      [Kind.integer, .fractions].contains { kind in
        var part = self
        part.kind = self.kind.intersection(kind)
        if part.kind.isEmpty { return false }
        return [false, true].contains { NumberSide(part, isNegative: $0)?.meets(from: .zero) ?? false }
      }
    }

    /// Whether every number of the range is one of the other's, as far as that is plain at sight.
    func isSubset(of other: Range) -> Bool {
      if let low = other.lower {
        guard let mine = lower, mine.value >= low.value else { return false }
        if mine.value == low.value, low.isExclusive, !mine.isExclusive { return false }
      }
      if let high = other.upper {
        guard let mine = upper, mine.value <= high.value else { return false }
        if mine.value == high.value, high.isExclusive, !mine.isExclusive { return false }
      }
      return kind.isSubset(of: other.kind) && lattice.isSubset(of: other.lattice)
    }

    /// Whether the number's text and value are in the range.
    func contains(_ text: NumberText) -> Bool {
      guard text.phase.isComplete, let magnitude = text.magnitude() else { return false }
      let isPlain = text.phase == .zero || text.phase == .integer
      let mine: Kind = isPlain ? .integerText : magnitude.isInteger ? .otherIntegers : .fractions
      guard kind.contains(mine) else { return false }
      var part = self
      part.kind = mine
      return NumberSide(part, isNegative: text.isNegative)?.contains(magnitude) ?? false
    }
  }

  /// Sorted for identity only; ranges may overlap.
  package private(set) var ranges: [Range]

  package init(_ ranges: [Range]) {
    var seen: Set<Range> = []
    var kept = ranges.filter { seen.insert($0).inserted }
    // Intersections of unions of multiples give the same ones over and over.
    if kept.count <= Self.subsetLimit, kept.contains(where: { !$0.lattice.isAll }) {
      var index = 0
      while index < kept.count {
        let range = kept[index]
        if kept.indices.contains(where: { $0 != index && range.isSubset(of: kept[$0]) }) {
          kept.remove(at: index)
        } else {
          index += 1
        }
      }
    }
    self.ranges = kept
  }

  /// Unions of more ranges than this keep those that lie in others.
  private static let subsetLimit = 256

  /// The multiples of a number above zero.
  package static func multiples(of number: Magnitude) -> NumberSet {
    NumberSet([Range(lattice: .multiples(of: number))])
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
    // Within the bounds, and of the kind: what is no multiple as asked, and multiples of what was to be avoided.
    if let divisor = range.lattice.divisor {
      parts.append(
        Range(lower: range.lower, upper: range.upper, kind: range.kind, lattice: .others(than: divisor)))
    }
    for number in range.lattice.avoided {
      parts.append(
        Range(lower: range.lower, upper: range.upper, kind: range.kind, lattice: .multiples(of: number)))
    }
    return NumberSet(parts)
  }
}
