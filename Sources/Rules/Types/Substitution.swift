/// What is known of the type variables of an expression under check.
struct Substitution {
  private var bindings: [RuleType?] = []

  mutating func fresh() -> RuleType {
    bindings.append(nil)
    return .variable(bindings.count - 1)
  }

  /// A signature's type with its parameters replaced by variables, one for each name.
  mutating func instantiate(_ type: RuleType, _ names: inout [String: RuleType]) -> RuleType {
    switch type {
    case .parameter(let name):
      if let known = names[name] { return known }
      let variable = fresh()
      names[name] = variable
      return variable
    case .list(let element): return .list(instantiate(element, &names))
    case .map(let key, let value): return .map(key: instantiate(key, &names), value: instantiate(value, &names))
    case .optional(let value): return .optional(instantiate(value, &names))
    default: return type
    }
  }

  /// The type with what is known of its outermost variable.
  func resolved(_ type: RuleType) -> RuleType {
    var type = type
    while case .variable(let index) = type, let bound = bindings[index] { type = bound }
    return type
  }

  /// The type with all that is known of its variables.
  func expanded(_ type: RuleType) -> RuleType {
    switch resolved(type) {
    case .list(let element): .list(expanded(element))
    case .map(let key, let value): .map(key: expanded(key), value: expanded(value))
    case .optional(let value): .optional(expanded(value))
    case let other: other
    }
  }

  func isOptional(_ type: RuleType) -> Bool { if case .optional = resolved(type) { true } else { false } }

  /// Makes two types agree, `dyn` agreeing with everything. False, with some variables perhaps bound, when they can't.
  mutating func unify(_ first: RuleType, _ second: RuleType) -> Bool {
    let (first, second) = (resolved(first), resolved(second))
    switch (first, second) {
    case (.variable(let left), .variable(let right)):
      if left != right { bindings[left] = second }
      return true
    case (.variable(let index), let other), (let other, .variable(let index)):
      guard !occurs(index, in: other) else { return false }
      bindings[index] = other
      return true
    case (.dyn, let other), (let other, .dyn):
      loosen(other)
      return true
    case (.list(let left), .list(let right)): return unify(left, right)
    case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
      return unify(leftKey, rightKey) && unify(leftValue, rightValue)
    case (.optional(let left), .optional(let right)): return unify(left, right)
    // An object is a map at run time, with fields of several types.
    case (.object, .map(let key, _)), (.map(let key, _), .object): return unify(key, .string)
    case (.object, .object): return true
    // Protobuf's messages may be null, and so may these.
    case (.null, .timestamp), (.null, .duration), (.null, .object), (.timestamp, .null), (.duration, .null),
      (.object, .null):
      return true
    default: return first == second
    }
  }

  /// Variables within a type that agreed with `dyn` can become anything.
  private mutating func loosen(_ type: RuleType) {
    switch resolved(type) {
    case .variable(let index): bindings[index] = .dyn
    case .list(let element): loosen(element)
    case .map(let key, let value):
      loosen(key)
      loosen(value)
    case .optional(let value): loosen(value)
    default: break
    }
  }

  private func occurs(_ index: Int, in type: RuleType) -> Bool {
    switch resolved(type) {
    case .variable(let other): index == other
    case .list(let element): occurs(index, in: element)
    case .map(let key, let value): occurs(index, in: key) || occurs(index, in: value)
    case .optional(let value): occurs(index, in: value)
    default: false
    }
  }

  /// The type of a collection with elements of both types: one of them where they agree, `dyn` where they don't.
  mutating func join(_ first: RuleType, _ second: RuleType) -> RuleType {
    if resolved(first) == .dyn || resolved(second) == .dyn { return .dyn }
    var trial = self
    guard trial.unify(first, second) else { return .dyn }
    self = trial
    // Null beside a type that may be null: the other one says more.
    return resolved(first) == .null ? second : first
  }
}
