import Automata

/// An interned condition on the rest of an array or object.
struct ResidualID: Hashable, Comparable {
  let index: Int32

  /// Holds whatever follows.
  static let always = ResidualID(index: 0)
  /// Can't hold any more.
  static let never = ResidualID(index: 1)

  static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// A monotone combination of assertions: what a container still owes.
enum Residual: Hashable {
  case always
  case never
  case object(ObjectAssertion)
  case array(ArrayAssertion)
  /// Sorted, without duplicates, at least two.
  case and([ResidualID])
  /// Sorted, without duplicates, at least two.
  case or([ResidualID])
}

/// One assertion on the members of an object.
enum ObjectAssertion: Hashable {
  /// Every member's value satisfies what `PropertyRules` (by index) say for its key.
  case properties(Int32)
  /// Some member's value does not satisfy what the rules say for its key.
  case violation(Int32)
  /// This key does not come.
  case absent(KeyID)
  /// These keys, sorted, are still to come.
  case required([KeyID])
  case count(minimum: Int, maximum: Int?)
  /// Every key is in this language (`propertyNames`).
  case names(RegexID)
  /// Some key is not in this language.
  case otherName(RegexID)
  /// The object is none of these constants, by index; all members so far are members of each of them.
  case differs([Int32])
}

/// One assertion on the items of an array.
enum ArrayAssertion: Hashable {
  /// Item `i` satisfies `prefix[i]`, those behind the prefix `rest`.
  case items(prefix: [FormulaID], rest: FormulaID)
  /// Some item does not satisfy what `items` says for its place.
  case violation(prefix: [FormulaID], rest: FormulaID)
  case count(minimum: Int, maximum: Int?)
  /// At least this many items to come satisfy the formula; above zero.
  case atLeast(FormulaID, Int)
  /// At most this many items to come satisfy the formula.
  case atMost(FormulaID, Int)
  /// The array is none of these constants, by index; each of them starts with the items so far.
  case differs([Int32])
  /// No item to come equals another one.
  case unique(ItemValues)
  /// Some item to come equals another one.
  case repeated(ItemValues)

  /// Whether the value of an item that is under way will count.
  var awaitsValue: Bool {
    switch self {
    case .unique(let values), .repeated(let values): values.isOpen
    case .items, .violation, .count, .atLeast, .atMost, .differs: false
    }
  }
}

/// The values of the items so far.
struct ItemValues: Hashable {
  /// By index in `FormulaSpace.constants`, sorted.
  var known: [Int32] = []
  /// Whether the value of one more item, which is under way, will be one of them.
  var isOpen = false
}

/// What `properties`, `patternProperties` and `additionalProperties` of one schema object say.
struct PropertyRules: Hashable {
  struct Named: Hashable {
    let key: KeyID
    let formula: FormulaID
  }

  struct Pattern: Hashable {
    let language: RegexID
    let formula: FormulaID
  }

  /// In the order in which the schema declares them.
  let named: [Named]
  let patterns: [Pattern]
  /// For keys that are neither named nor match a pattern.
  let additional: FormulaID
}
