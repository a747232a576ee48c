/// An interned regular expression over code points: equal expressions have equal ids.
package struct RegexID: Hashable, Sendable, Comparable {
  package let index: Int32

  /// The empty language ∅.
  package static let none = RegexID(index: 0)
  /// The language of the empty string.
  package static let epsilon = RegexID(index: 1)
  /// Every string, Σ*.
  package static let anything = RegexID(index: 2)

  package static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// A node of the regular-expression algebra. Children are interned, so equality is shallow.
enum RegexNode: Hashable {
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
}

/// A sorted set of strings; see `RegexAlgebra.literals`.
struct LiteralSetID: Hashable {
  let index: Int32
}
