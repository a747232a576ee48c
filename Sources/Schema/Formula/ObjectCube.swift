import Automata

/// One choice among the alternatives of an object's residual: assertions that hold together.
struct ObjectCube: AssertionCube {
  /// Keys that stand already, sorted.
  let seen: [KeyID]
  var rules: [Int32] = []
  var names: [RegexID] = []
  var missing: Set<KeyID> = []
  var absent: Set<KeyID> = []
  var minimum: Int
  var maximum: Int?
  /// Each wants a member whose value its rules do not admit.
  var violations: [Int32] = []
  /// Each wants a key outside its language.
  var otherNames: [RegexID] = []
  /// Constants, by index, that the object must not equal.
  var differences: [Int32] = []

  init(seen: [KeyID], minimum: Int) {
    self.seen = seen
    self.minimum = minimum
  }

  mutating func add(_ assertion: Residual) -> Bool {
    guard case .object(let assertion) = assertion else { return false }
    switch assertion {
    case .properties(let index): if !rules.contains(index) { rules.append(index) }
    case .violation(let index):
      if rules.contains(index) { return false }
      if !violations.contains(index) { violations.append(index) }
    case .required(let keys):
      missing.formUnion(keys)
      missing.subtract(seen)
    case .absent(let key):
      absent.insert(key)
      if seen.contains(key) { return false }
    case .names(let language): names.append(language)
    case .differs(let constants): differences += constants.filter { !differences.contains($0) }
    case .otherName(let language): otherNames.append(language)
    case .count(let low, let high):
      minimum = max(minimum, low)
      if let high { maximum = min(maximum ?? high, high) }
    }
    return missing.isDisjoint(with: absent) && max(minimum, seen.count + missing.count) <= maximum ?? .max
  }

  /// A key that must come and that nothing can follow, or that must come and may not be called so.
  func isContradictory(in space: inout FormulaSpace) throws(SchemaError) -> Bool {
    for key in missing {
      for index in rules where space.formula(of: key, in: index) == .never { return true }
      for language in names where !space.keys.matches(key, language, in: &space.strings.regex) { return true }
    }
    return false
  }
}
