/// An interned regular expression over code points: equal expressions have equal ids.
package struct RegexID: InternedID, Sendable, Comparable {
  @usableFromInline package let index: Int32

  /// The empty language ∅.
  package static let none = RegexID(index: 0)
  /// The language of the empty string.
  package static let epsilon = RegexID(index: 1)
  /// Every string, Σ*.
  package static let anything = RegexID(index: 2)

  package static func < (left: Self, right: Self) -> Bool { left.index < right.index }

  @inlinable package func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}

/// A node of the regular-expression algebra. Children are interned, so equality is shallow.
enum RegexNode: InternedKey {
  case none
  case epsilon
  /// One code point of an interned set.
  case set(CodePointSet)
  /// Associates to the right: the first operand is never a concatenation.
  case concatenation(RegexID, RegexID)
  /// Sorted, without duplicates, at least two.
  case alternation([RegexID])
  /// Sorted, without duplicates, at least two.
  case intersection([RegexID])
  case complement(RegexID)
  /// `maximum` nil: without end.
  case repetition(RegexID, minimum: Int, maximum: Int?)
  /// A language with a name, which its definition may mention: see `RegexAlgebra.define`.
  case named(Int32)
  /// What completes the text of a pattern.
  case patternText(PatternText)
  /// The texts of `lower`, and those of `upper` that a predicate accepts. Only in alternations and intersections: it is a
  /// language of whole texts.
  case guarded(TextGuard, upper: RegexID, lower: RegexID)
  /// The rests, from code point `depth` on, of the strings `lower ..< upper` of a sorted set.
  case literals(LiteralSetID, lower: Int32, upper: Int32, depth: Int32)

  func mix(into mixer: inout KeyMixer) {
    switch self {
    case .none: mixer.add(0)
    case .epsilon: mixer.add(1)
    case .set(let set):
      mixer.add(2)
      for range in set.ranges { mixer.add(UInt64(range.lowerBound) | UInt64(range.upperBound) &<< 32) }
    case .concatenation(let first, let rest):
      mixer.add(3)
      mixer.add(first.index, rest.index)
    case .alternation(let operands):
      mixer.add(4)
      mixer.add(operands)
    case .intersection(let operands):
      mixer.add(5)
      mixer.add(operands)
    case .complement(let operand):
      mixer.add(6)
      mixer.add(operand.index)
    case .repetition(let body, let minimum, let maximum):
      mixer.add(7)
      mixer.add(body.index)
      mixer.add(minimum)
      mixer.add(maximum ?? -1)
    case .named(let name):
      mixer.add(8)
      mixer.add(name)
    case .patternText(let text):
      mixer.add(9)
      mixer.add(text.hashValue)
    case .guarded(let predicate, let upper, let lower):
      mixer.add(predicate.isNegated ? 11 : 10)
      mixer.add(predicate.predicate)
      mixer.add(upper.index, lower.index)
    case .literals(let set, let lower, let upper, let depth):
      mixer.add(12)
      mixer.add(set.index, depth)
      mixer.add(lower, upper)
    }
  }
}

/// A sorted set of strings; see `RegexAlgebra.literals`.
struct LiteralSetID: InternedKey {
  let index: Int32

  func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}
