import Automata

/// An interned condition on the rest of an array or object.
struct ResidualID: InternedKey, Comparable {
  let index: Int32

  /// Holds whatever follows.
  static let always = ResidualID(index: 0)
  /// Can't hold any more.
  static let never = ResidualID(index: 1)

  static func < (left: Self, right: Self) -> Bool { left.index < right.index }

  func mix(into mixer: inout KeyMixer) { mixer.add(index) }
}

/// A monotone combination of assertions: what a container still owes.
enum Residual: InternedKey {
  case always
  case never
  case object(ObjectAssertion)
  case array(ArrayAssertion)
  /// Sorted, without duplicates, at least two.
  case and([ResidualID])
  /// Sorted, without duplicates, at least two.
  case or([ResidualID])

  var isCombination: Bool {
    switch self {
    case .and, .or: true
    case .always, .never, .object, .array: false
    }
  }

  func mix(into mixer: inout KeyMixer) {
    switch self {
    case .always: mixer.add(0)
    case .never: mixer.add(1)
    case .object(let assertion): assertion.mix(into: &mixer)
    case .array(let assertion): assertion.mix(into: &mixer)
    case .and(let operands):
      mixer.add(2)
      mixer.add(operands)
    case .or(let operands):
      mixer.add(3)
      mixer.add(operands)
    }
  }
}

/// One assertion on the members of an object.
enum ObjectAssertion: InternedKey {
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

  func mix(into mixer: inout KeyMixer) {
    switch self {
    case .properties(let rules): mixer.add(4, rules)
    case .violation(let rules): mixer.add(5, rules)
    case .absent(let key): mixer.add(6, key.index)
    case .required(let keys):
      mixer.add(7)
      mixer.add(keys)
    case .count(let minimum, let maximum):
      mixer.add(8)
      mixer.add(minimum)
      mixer.add(maximum ?? -1)
    case .names(let language): mixer.add(9, language.index)
    case .otherName(let language): mixer.add(10, language.index)
    case .differs(let constants):
      mixer.add(11)
      for constant in constants { mixer.add(constant) }
    }
  }
}

/// One assertion on the items of an array.
enum ArrayAssertion: InternedKey {
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

  func mix(into mixer: inout KeyMixer) {
    switch self {
    case .items(let prefix, let rest):
      mixer.add(12, rest.index)
      mixer.add(prefix)
    case .violation(let prefix, let rest):
      mixer.add(13, rest.index)
      mixer.add(prefix)
    case .count(let minimum, let maximum):
      mixer.add(14)
      mixer.add(minimum)
      mixer.add(maximum ?? -1)
    case .atLeast(let formula, let count):
      mixer.add(15, formula.index)
      mixer.add(count)
    case .atMost(let formula, let count):
      mixer.add(16, formula.index)
      mixer.add(count)
    case .differs(let constants):
      mixer.add(17)
      for constant in constants { mixer.add(constant) }
    case .unique(let values):
      mixer.add(18)
      values.mix(into: &mixer)
    case .repeated(let values):
      mixer.add(19)
      values.mix(into: &mixer)
    }
  }

  /// Whether the value of an item that is under way will count.
  var awaitsValue: Bool {
    switch self {
    case .unique(let values), .repeated(let values): values.isOpen
    case .items, .violation, .count, .atLeast, .atMost, .differs: false
    }
  }
}

/// The values of the items so far.
struct ItemValues: InternedKey {
  /// By index in `FormulaSpace.constants`, sorted.
  var known: [Int32] = []
  /// Whether the value of one more item, which is under way, will be one of them.
  var isOpen = false

  func mix(into mixer: inout KeyMixer) {
    mixer.add(isOpen ? -1 : known.count)
    for value in known { mixer.add(value) }
  }
}

/// What `properties`, `patternProperties` and `additionalProperties` of one schema object say.
struct PropertyRules: InternedKey {
  struct Named: InternedKey {
    let key: KeyID
    let formula: FormulaID

    func mix(into mixer: inout KeyMixer) { mixer.add(key.index, formula.index) }
  }

  struct Pattern: InternedKey {
    let language: RegexID
    let formula: FormulaID

    func mix(into mixer: inout KeyMixer) { mixer.add(language.index, formula.index) }
  }

  /// In the order in which the schema declares them.
  let named: [Named]
  let patterns: [Pattern]
  /// For keys that are neither named nor match a pattern.
  let additional: FormulaID

  func mix(into mixer: inout KeyMixer) {
    additional.mix(into: &mixer)
    mixer.add(named)
    mixer.add(patterns)
  }
}
