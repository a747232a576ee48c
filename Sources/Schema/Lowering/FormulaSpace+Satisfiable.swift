import Automata
import JSON

/// Conditions of which it is plain at sight that something satisfies them. Most are, and a search for the shortest value
/// takes many times as long.
extension FormulaSpace {
  /// Whether some value satisfies a condition.
  mutating func isSatisfiable(_ id: FormulaID) throws(SchemaError) -> Bool {
    if let known = costs.settled[id] { return known < Self.unreachable }
    if try isSurelySatisfiable(id) { return true }
    if !costs.isSearching {
      if costs.living.contains(id) { return true }
      var isLiving = try isSatisfiableByString(id)
      if !isLiving { isLiving = try !literals(id).isEmpty }
      if !isLiving { isLiving = try isSatisfiableByObject(id) }
      if isLiving {
        costs.living.insert(id)
        return true
      }
    }
    return try cost(of: id) < Self.unreachable
  }

  /// Whether some object satisfies a condition: any will do, and not the shortest one.
  private mutating func isSatisfiableByObject(_ id: FormulaID) throws(SchemaError) -> Bool {
    let residual = try objects(id)
    if residual == .never { return false }
    let facts = ObjectFacts(seen: [], last: -1, order: try ordering(id, residual))
    return try isCompletable(residual, facts)
  }

  /// Whether a string satisfies a condition, which asks less than what the shortest one costs. False where a guard has a
  /// say in it.
  private mutating func isSatisfiableByString(_ id: FormulaID) throws(SchemaError) -> Bool {
    let language = try writtenStrings(id)
    if strings.regex.hasGuard(language) { return false }
    do throws(AutomatonError) {
      return try strings.regex.isInhabited(language)
    } catch {
      throw SchemaError(error, at: location(of: id))
    }
  }

  /// Whether it is plain that a value satisfies a condition; false where that takes a closer look.
  mutating func isSurelySatisfiable(_ id: FormulaID) throws(SchemaError) -> Bool {
    switch formula(id) {
    case .schema(let place): return try isSurelySatisfiable(place, by: nil, depth: 0)
    case .constants(let values): return values.contains { PlainFacts.simpleType(of: constants[Int($0)]) != nil }
    default: return id == .always
    }
  }

  /// Whether it is plain that an object satisfies a condition.
  mutating func isSurelySatisfiableByObject(_ id: FormulaID) throws(SchemaError) -> Bool {
    guard case .schema(let place) = formula(id) else { return id == .always }
    return try isSurelySatisfiable(place, by: "object", depth: 0)
  }

  /// Whether an object with these facts can be completed so that a residual holds.
  mutating func isCompletable(_ id: ResidualID, _ facts: ObjectFacts) throws(SchemaError) -> Bool {
    if try isSurelyCompletable(id, facts) { return true }
    // Before its first member, an object is asked about for each of the values that it may be.
    let isNew = facts.seen.isEmpty && facts.order == nil && !costs.isSearching
    if isNew, let known = costs.completable[id] { return known }
    let answer = try objectCost(id, facts, mustAdd: false, goal: .any) < Self.unreachable
    if isNew { costs.completable[id] = answer }
    return answer
  }

  /// Whether it is plain that an object with these facts can be completed so that a residual holds.
  mutating func isSurelyCompletable(_ id: ResidualID, _ facts: ObjectFacts) throws(SchemaError) -> Bool {
    switch residual(id) {
    case .always, .object(.properties): return true
    case .object(.required(let keys)): return keys.allSatisfy { !facts.isPast($0) }
    case .and(let operands):
      var rules: Int32?
      var required: [KeyID] = []
      for operand in operands {
        switch residual(operand) {
        case .object(.properties(let index)) where rules == nil: rules = index
        case .object(.required(let keys)): required += keys
        default: return false
        }
      }
      guard let rules, self.rules[Int(rules)].patterns.isEmpty else { return false }
      for key in required {
        if facts.isPast(key) { return false }
        if try !isSurelySatisfiable(formula(of: key, in: rules)) { return false }
      }
      return true
    case .never, .or, .object, .array: return false
    }
  }
}

extension FormulaSpace {
  private static let satisfactionDepth = 16

  /// - Parameter only: the type that the value must have, any where nil.
  private mutating func isSurelySatisfiable(
    _ place: ScopedSchema, by only: ExactString?, depth: Int
  ) throws(SchemaError) -> Bool {
    if only == nil, let known = costs.satisfiable[place] { return known }
    if depth == Self.satisfactionDepth { return false }
    guard let schema = try view(place) else { return document[place.node].value == true }
    let answer = try isSurelySatisfiable(schema, by: only, depth: depth)
    // Deeper down, the same may not be seen for want of depth.
    if only == nil, answer || depth == 0 { costs.satisfiable[place] = answer }
    return answer
  }

  private mutating func isSurelySatisfiable(
    _ schema: SchemaView, by only: ExactString?, depth: Int
  ) throws(SchemaError) -> Bool {
    var facts = PlainFacts()
    for member in schema.keywords.members where KeywordFamilies.byKeyword[member.key] != nil {
      guard facts.note(member) else { return false }
    }
    if facts.isReference {
      guard facts.isAlone else { return false }
      let targets = try ReferenceFamily.targets(schema, in: &self)
      guard targets.count == 1 else { return false }
      return try isSurelySatisfiable(twin(of: targets[0], in: schema), by: only, depth: depth + 1)
    }
    if let count = facts.branches {
      // Beside other conditions it takes a closer look whether they agree.
      guard facts.isAlone else { return false }
      for branch in 0..<count {
        let token = ExactString(String(branch))
        if try isSurelySatisfiable(schema, at: ["anyOf", token], by: only, depth: depth) { return true }
      }
      return false
    }
    let types = facts.types ?? ["object", "array", "string", "null"]
    if let values = facts.values {
      guard facts.isOnlyTyped else { return false }
      return values.contains { value in
        guard let type = PlainFacts.simpleType(of: value) else { return false }
        return (only == nil || only == type) && (facts.types == nil || types.contains(type))
      }
    }
    for type in types where only == nil || only == type {
      if try isSurelySatisfiable(schema, by: type, facts, depth: depth) { return true }
    }
    return false
  }

  private mutating func isSurelySatisfiable(
    _ schema: SchemaView, by type: ExactString, _ facts: PlainFacts, depth: Int
  ) throws(SchemaError) -> Bool {
    switch type {
    case "null", "boolean": return true
    case "string":
      if facts.hasPattern {
        let language = try writtenStrings(intern(.schema(schema.schema)))
        return strings.regex.isSurelyInhabited(language)
      }
      // Every format has texts, but of which lengths takes a closer look.
      if facts.hasFormat, assertsFormats(schema) { return !facts.hasGuardedFormat && !facts.lengths.isGiven }
      return facts.lengths.isPossible
    // Between bounds lies a whole number, and zero is a multiple of all.
    case "number", "integer": return facts.isMultiple ? !facts.bounds.isGiven : facts.bounds.isPossible
    case "array":
      guard facts.lengthsOfArrays.isPossible, !facts.hasContained else { return false }
      if facts.lengthsOfArrays.lower ?? 0 <= 0 { return true }
      guard !facts.isUnique, !facts.tellsItemsApart else { return false }
      return try isSurelySatisfiable(schema, at: ["items"], by: nil, depth: depth)
    case "object":
      if facts.minimumProperties > 0 { return false }
      if facts.required.isEmpty { return true }
      if facts.limitsNames { return false }
      for key in facts.required {
        let path: [ExactString] = facts.properties?[key] != nil ? ["properties", key] : ["additionalProperties"]
        if try !isSurelySatisfiable(schema, at: path, by: nil, depth: depth) { return false }
      }
      return true
    default: return false
    }
  }

  /// The same of a schema inside of another one; true where there is none.
  private mutating func isSurelySatisfiable(
    _ schema: SchemaView, at path: [ExactString], by only: ExactString?, depth: Int
  ) throws(SchemaError) -> Bool {
    guard let node = document.child(of: schema.node, at: path) else { return true }
    return try isSurelySatisfiable(twin(of: node, in: schema), by: only, depth: depth + 1)
  }

  private mutating func twin(of node: SchemaNodeID, in schema: SchemaView) -> ScopedSchema {
    scoped(document.twin(of: node), in: schema.scope)
  }
}
