import JSON

/// What is certain about an object's condition: the keys that it requires and the rules for all keys.
struct ObjectEssence {
  var required: Set<KeyID> = []
  var rules: [Int32] = []
}

extension FormulaSpace {
  /// Whether two conditions on an object exclude each other at sight: one requires a key that the other forbids, or both
  /// require a key for which they list different constants.
  mutating func areDisjoint(_ left: ResidualID, _ right: ResidualID) -> Bool {
    let (one, other) = (essence(left), essence(right))
    return forbids(one.required, by: other.rules) || forbids(other.required, by: one.rules)
      || one.required.intersection(other.required).contains { key in
        guard let mine = constants(key, one.rules), let theirs = constants(key, other.rules) else { return false }
        return mine.isDisjoint(with: theirs)
      }
  }

  /// The assertions that hold whatever alternatives are chosen.
  private mutating func essence(_ id: ResidualID) -> ObjectEssence {
    if let known = lowered.essences[id] { return known }
    var essence = ObjectEssence()
    var open = [id]
    while let next = open.popLast() {
      switch residual(next) {
      case .object(.required(let keys)): essence.required.formUnion(keys)
      case .object(.properties(let rules)): essence.rules.append(rules)
      case .and(let operands): open += operands
      default: continue
      }
    }
    lowered.essences[id] = essence
    return essence
  }

  private mutating func forbids(_ keys: Set<KeyID>, by rules: [Int32]) -> Bool {
    for index in rules {
      for key in keys where formula(of: key, in: index) == .never { return true }
    }
    return false
  }

  /// The values that `const` or `enum` list for a key; nil when neither stands there.
  private mutating func constants(_ key: KeyID, _ rules: [Int32]) -> Set<CanonicalJSON>? {
    for index in rules {
      // What can't be read here is told where the schema is lowered.
      guard case .schema(let place) = formula(formula(of: key, in: index)), let schema = (try? view(place)) ?? nil,
        let values = (try? ConstantFamily.lists(schema, self))?.last
      else { continue }
      return Set(values.map { CanonicalJSON($0) })
    }
    return nil
  }
}
