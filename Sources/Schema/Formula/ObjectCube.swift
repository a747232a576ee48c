import Automata

/// One choice among the alternatives of an object's residual: assertions that hold together.
struct ObjectCube: AssertionCube {
  let facts: ObjectFacts
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

  init(_ facts: ObjectFacts, minimum: Int) {
    self.facts = facts
    self.minimum = minimum
  }

  /// Keys that stand already, sorted.
  private var seen: [KeyID] { facts.seen }

  mutating func add(_ assertion: Residual, in space: inout FormulaSpace) -> Bool {
    guard case .object(let assertion) = assertion else { return false }
    switch assertion {
    case .properties(let index):
      if rules.contains(index) { return true }
      if violations.contains(index) { return false }
      rules.append(index)
      // A key that must come and that nothing can follow.
      if missing.contains(where: { space.formula(of: $0, in: index) == .never }) { return false }
    case .violation(let index):
      if rules.contains(index) { return false }
      if violations.contains(index) { return true }
      violations.append(index)
      if !space.canBeViolated(index, facts) { return false }
    case .required(let keys):
      for key in keys where !seen.containsSorted(key) && missing.insert(key).inserted {
        if absent.contains(key) || facts.isPast(key) { return false }
        if rules.contains(where: { space.formula(of: key, in: $0) == .never }) { return false }
        if names.contains(where: { !space.keys.matches(key, $0, in: &space.strings.regex) }) { return false }
      }
    case .absent(let key):
      absent.insert(key)
      if seen.containsSorted(key) || missing.contains(key) { return false }
    case .names(let language):
      names.append(language)
      if missing.contains(where: { !space.keys.matches($0, language, in: &space.strings.regex) }) { return false }
    case .otherName(let language): otherNames.append(language)
    case .differs(let constants): differences += constants.filter { !differences.contains($0) }
    case .count(let low, let high):
      minimum = max(minimum, low)
      if let high { maximum = min(maximum ?? high, high) }
    }
    return max(minimum, seen.count + missing.count) <= maximum ?? .max
  }
}
