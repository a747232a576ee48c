/// Gives every part of an expression a type and turns it into a plan.
struct Checker {
  struct Failure: Error {
    let problem: TypeProblem
    let offset: Int
  }

  typealias Checked = (plan: Plan, type: RuleType)

  let environment: Environment
  var types = Substitution()
  /// Variables of the macros around, innermost last; their places are their locals.
  private var scope: [(name: String, type: RuleType)] = []
  private(set) var localCount = 0

  init(_ environment: Environment) { self.environment = environment }

  var isStrict: Bool { environment.checking == .ahead }

  mutating func check(_ node: Expression) throws(Failure) -> Checked {
    func planned(_ step: Plan.Step, _ type: RuleType) -> Checked { (Plan(step: step, offset: node.offset), type) }
    switch node.kind {
    case .literal(let literal):
      return planned(.constant(Value(literal)), Self.type(of: literal))
    case .identifier, .select: return try name(node)
    case .presence(let operand, let field):
      let (plan, type) = try check(operand)
      let (_, key) = try self.field(field, of: type, at: node.offset)
      return planned(.presence(plan, field: key), .bool)
    case .index(let operand, let index, let isOptional):
      let (operandPlan, operandType) = try check(operand)
      let (indexPlan, indexType) = try check(index)
      let type = try elementType(of: operandType, at: indexType, isOptional: isOptional, node.offset)
      return planned(.index(operandPlan, indexPlan, isOptional: isOptional), type)
    case .call(let name, let target, let arguments, let isAbsolute):
      return try call(name, target: target, arguments, isAbsolute: isAbsolute, at: node.offset)
    case .all(let operands): return planned(.all(try conditions(operands)), .bool)
    case .any(let operands): return planned(.any(try conditions(operands)), .bool)
    case .conditional(let condition, let first, let second):
      let test = try conditions([condition])[0]
      let (firstPlan, firstType) = try check(first)
      let (secondPlan, secondType) = try check(second)
      if isStrict, !types.unify(firstType, secondType) {
        throw Failure(
          problem: .mismatch(given: types.expanded(secondType), expected: types.expanded(firstType)),
          offset: second.offset)
      }
      return planned(.conditional(test, firstPlan, secondPlan), types.join(firstType, secondType))
    case .list(let elements):
      var plans: [(value: Plan, isOptional: Bool)] = []
      var joined: RuleType?
      for element in elements {
        let (plan, type) = try checkElement(element.value, isOptional: element.isOptional)
        plans.append((plan, element.isOptional))
        joined = joined.map { types.join($0, type) } ?? type
      }
      return planned(.list(plans), .list(joined ?? types.fresh()))
    case .map(let entries):
      var plans: [(key: Plan, value: Plan, isOptional: Bool)] = []
      var keys: RuleType?
      var values: RuleType?
      for entry in entries {
        let (keyPlan, keyType) = try check(entry.key)
        if isStrict { try requireKey(keyType, at: entry.key.offset) }
        let (valuePlan, valueType) = try checkElement(entry.value, isOptional: entry.isOptional)
        plans.append((keyPlan, valuePlan, entry.isOptional))
        keys = keys.map { types.join($0, keyType) } ?? keyType
        values = values.map { types.join($0, valueType) } ?? valueType
      }
      return planned(.map(plans), .map(key: keys ?? types.fresh(), value: values ?? types.fresh()))
    case .comprehension(let comprehension): return try fold(comprehension, at: node.offset)
    case .binding(let name, let value, let body):
      let (valuePlan, valueType) = try check(value)
      let (local, checked) = try within([(name, valueType)], body)
      return planned(.binding(local: local, value: valuePlan, body: checked.plan), checked.type)
    case .optionalMap(let target, let name, let body, let isFlat):
      let (targetPlan, targetType) = try check(target)
      let inner = types.fresh()
      if !types.unify(targetType, .optional(inner)), isStrict {
        throw Failure(
          problem: .mismatch(given: types.expanded(targetType), expected: .optional(.dyn)), offset: target.offset)
      }
      let (local, checked) = try within([(name, inner)], body)
      var type = RuleType.optional(checked.type)
      if isFlat {
        type = .optional(types.fresh())
        if !types.unify(checked.type, type), isStrict {
          throw Failure(
            problem: .mismatch(given: types.expanded(checked.type), expected: .optional(.dyn)), offset: body.offset)
        }
      }
      return planned(.optionalMap(target: targetPlan, local: local, body: checked.plan, isFlat: isFlat), type)
    }
  }

  private static func type(of literal: Literal) -> RuleType {
    switch literal {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    }
  }

  /// An element of a list or the value of an entry: of an optional one, what it holds.
  private mutating func checkElement(_ node: Expression, isOptional: Bool) throws(Failure) -> Checked {
    let checked = try check(node)
    guard isOptional else { return checked }
    let inner = types.fresh()
    if !types.unify(checked.type, .optional(inner)), isStrict {
      throw Failure(
        problem: .mismatch(given: types.expanded(checked.type), expected: .optional(.dyn)), offset: node.offset)
    }
    return (checked.plan, inner)
  }

  private mutating func conditions(_ nodes: [Expression]) throws(Failure) -> [Plan] {
    var plans: [Plan] = []
    for node in nodes {
      let (plan, type) = try check(node)
      if isStrict, !types.unify(type, .bool) {
        throw Failure(problem: .mismatch(given: types.expanded(type), expected: .bool), offset: node.offset)
      }
      plans.append(plan)
    }
    return plans
  }

  private func requireKey(_ type: RuleType, at offset: Int) throws(Failure) {
    switch types.resolved(type) {
    case .bool, .int, .uint, .string, .dyn, .variable: return
    case let other: throw Failure(problem: .mismatch(given: types.expanded(other), expected: .string), offset: offset)
    }
  }

  // MARK: Names

  private func local(_ name: String) -> Int? { scope.lastIndex { $0.name == name } }
  func isLocal(_ name: String) -> Bool { local(name) != nil }

  /// A name or a chain of fields: the longest part that is declared is a variable, the rest are fields.
  private mutating func name(_ node: Expression) throws(Failure) -> Checked {
    if let (parts, isAbsolute) = node.qualifiedName, isAbsolute || local(parts[0]) == nil,
      let (plan, type) = global(parts.joined(separator: "."), isAbsolute: isAbsolute, at: node.offset)
    {
      return (plan, type)
    }
    switch node.kind {
    case .select(let operand, let field, let isOptional):
      let (plan, type) = try check(operand)
      var (result, key) = try self.field(field, of: type, at: node.offset)
      if isOptional, !types.isOptional(result) { result = .optional(result) }
      return (Plan(step: .select(plan, field: key, isOptional: isOptional), offset: node.offset), result)
    case .identifier(let name, let isAbsolute):
      if !isAbsolute, let index = local(name) {
        return (Plan(step: .local(index), offset: node.offset), scope[index].type)
      }
      if isStrict { throw Failure(problem: .undeclared(name), offset: node.offset) }
      return (Plan(step: .failure(.undeclared(name)), offset: node.offset), .dyn)
    default: preconditionFailure("a name is an identifier or a selection")
    }
  }

  private func global(_ name: String, isAbsolute: Bool, at offset: Int) -> Checked? {
    for candidate in environment.candidates(for: name, isAbsolute: isAbsolute) {
      if let type = environment.variables[candidate] {
        return (Plan(step: .variable(candidate), offset: offset), isStrict ? type : .dyn)
      }
      if Environment.typeNames.contains(candidate) {
        return (Plan(step: .constant(.type(candidate)), offset: offset), .type)
      }
    }
    return nil
  }

  /// The type of a field, and its key in the document.
  private mutating func field(
    _ name: String, of type: RuleType, at offset: Int
  ) throws(Failure) -> (type: RuleType, key: String) {
    switch types.resolved(type) {
    case .dyn, .variable: return (.dyn, name)
    case .map(let key, let value):
      if !types.unify(key, .string), isStrict {
        throw Failure(problem: .mismatch(given: .string, expected: types.expanded(key)), offset: offset)
      }
      return (value, name)
    case .object(let object):
      guard let field = object[name] else { throw Failure(problem: .noSuchField(name), offset: offset) }
      return (field.type, field.key)
    case .optional(let inner):
      let (result, key) = try field(name, of: inner, at: offset)
      return (types.isOptional(result) ? result : .optional(result), key)
    case let other:
      if !isStrict { return (.dyn, name) }
      throw Failure(problem: .noFields(types.expanded(other)), offset: offset)
    }
  }

  private mutating func elementType(
    of type: RuleType, at index: RuleType, isOptional: Bool, _ offset: Int
  ) throws(Failure) -> RuleType {
    var result: RuleType
    switch types.resolved(type) {
    case .dyn, .variable: result = .dyn
    case .list(let element) where types.unify(index, .int): result = element
    case .map(let key, let value) where types.unify(index, key): result = value
    case .object where types.unify(index, .string): result = .dyn
    case .optional(let inner): result = try elementType(of: inner, at: index, isOptional: true, offset)
    case let other:
      if isStrict {
        throw Failure(problem: .notIndexable(types.expanded(other), by: types.expanded(index)), offset: offset)
      }
      result = .dyn
    }
    if isOptional, !types.isOptional(result) { result = .optional(result) }
    return result
  }

  // MARK: Macros

  /// Checks a body in which these names are variables.
  private mutating func within(
    _ variables: [(name: String, type: RuleType)], _ bodies: Expression
  ) throws(Failure) -> (local: Int, Checked) {
    let local = scope.count
    scope += variables
    localCount = max(localCount, scope.count)
    let checked = try check(bodies)
    scope.removeSubrange(local...)
    return (local, checked)
  }

  private mutating func fold(_ comprehension: Comprehension, at offset: Int) throws(Failure) -> Checked {
    let (range, rangeType) = try check(comprehension.range)
    let isPair = comprehension.names.count == 2
    var variables: [RuleType]
    var keys: RuleType = .dyn
    switch types.resolved(rangeType) {
    case .list(let element):
      variables = isPair ? [.int, element] : [element]
      keys = .int
    case .map(let key, let value):
      variables = isPair ? [key, value] : [key]
      keys = key
    case .object:
      variables = isPair ? [.string, .dyn] : [.string]
      keys = .string
    case .dyn, .variable: variables = isPair ? [.dyn, .dyn] : [.dyn]
    case let other:
      if isStrict {
        throw Failure(problem: .notIterable(types.expanded(other)), offset: comprehension.range.offset)
      }
      variables = isPair ? [.dyn, .dyn] : [.dyn]
    }
    let named = zip(comprehension.names, variables).map { (name: $0, type: $1) }
    let local = scope.count
    scope += named
    localCount = max(localCount, scope.count)
    let filter = try comprehension.filter.map { (node) throws(Failure) in try conditions([node])[0] }
    var body: Checked?
    if let node = comprehension.body {
      switch comprehension.purpose {
      case .all, .exists, .existsOne: body = (try conditions([node])[0], .bool)
      case .list, .map, .mapEntries: body = try check(node)
      }
    }
    scope.removeSubrange(local...)
    let type: RuleType
    switch comprehension.purpose {
    case .all, .exists, .existsOne: type = .bool
    case .list: type = .list(body?.type ?? variables[0])
    case .map: type = .map(key: keys, value: body?.type ?? .dyn)
    case .mapEntries:
      let entry = RuleType.map(key: types.fresh(), value: types.fresh())
      if let body, !types.unify(body.type, entry), isStrict {
        throw Failure(
          problem: .mismatch(given: types.expanded(body.type), expected: .map(key: .dyn, value: .dyn)), offset: offset)
      }
      type = entry
    }
    let step = Plan.Step.fold(
      Plan.Fold(
        purpose: comprehension.purpose, range: range, local: local, variableCount: variables.count, filter: filter,
        body: body?.plan))
    return (Plan(step: step, offset: offset), type)
  }
}
