import JSON

/// Evaluates a plan: the state of one evaluation.
struct Evaluator {
  /// A problem with the offset of the part that has it.
  struct Failure: Error {
    let problem: EvaluationProblem
    let offset: Int
  }

  private let variables: [String: Value]
  private var locals: [Value]
  private(set) var meter: CostMeter

  init(variables: [String: Value], localCount: Int, costLimit: Int) {
    self.variables = variables
    locals = Array(repeating: .null, count: localCount)
    meter = CostMeter(limit: costLimit)
  }

  mutating func value(of plan: Plan) throws(Failure) -> Value {
    switch plan.step {
    case .constant(let value): return value
    case .variable(let name):
      try charge(1, plan)
      guard let value = variables[name] else { throw Failure(problem: .undeclared(name), offset: plan.offset) }
      return value
    case .local(let index):
      try charge(1, plan)
      return locals[index]
    case .failure(let problem): throw Failure(problem: problem, offset: plan.offset)
    case .select(let operand, let field, let isOptional):
      let value = try value(of: operand)
      try charge(1, plan)
      return try at(plan) { (_) throws(EvaluationProblem) in try value.field(field, isOptional: isOptional) }
    case .presence(let operand, let field):
      let value = try value(of: operand)
      try charge(1, plan)
      return try at(plan) { (_) throws(EvaluationProblem) in .bool(try value.hasField(field)) }
    case .index(let operand, let index, let isOptional):
      let value = try value(of: operand)
      let place = try self.value(of: index)
      try charge(1, plan)
      return try at(plan) { (_) throws(EvaluationProblem) in try value.element(at: place, isOptional: isOptional) }
    case .call(let function, let arguments, let isMember):
      var values: [Value] = []
      for argument in arguments { values.append(try value(of: argument)) }
      try charge(1, plan)
      return try at(plan) { (meter) throws(EvaluationProblem) in
        try function.call(values, isMember: isMember, &meter)
      }
    case .search(let subject, let pattern):
      let value = try value(of: subject)
      try charge(1, plan)
      return try at(plan) { (meter) throws(EvaluationProblem) in
        guard case .string(let text) = value else {
          throw .noOverload(function: "matches", types: [value.typeName, "string"])
        }
        return .bool(try pattern.matches(text, &meter))
      }
    case .all(let operands): return try decide(operands, until: false, plan)
    case .any(let operands): return try decide(operands, until: true, plan)
    case .conditional(let condition, let first, let second):
      try charge(1, plan)
      return try isTrue(condition) ? value(of: first) : value(of: second)
    case .list(let elements): return try list(elements, plan)
    case .map(let entries): return try map(entries, plan)
    case .fold(let fold): return try self.fold(fold, plan)
    case .binding(let local, let value, let body):
      locals[local] = try self.value(of: value)
      return try self.value(of: body)
    case .optionalMap(let target, let local, let body, let isFlat):
      let target = try value(of: target)
      try charge(1, plan)
      guard case .optional(let content) = target else {
        throw Failure(problem: .noOverload(function: "optMap", types: [target.typeName]), offset: plan.offset)
      }
      guard let content else { return .optional(nil) }
      locals[local] = content
      let result = try value(of: body)
      if !isFlat { return .optional(result) }
      guard case .optional = result else {
        throw Failure(problem: .noOverload(function: "optFlatMap", types: [result.typeName]), offset: plan.offset)
      }
      return result
    case .alternative(let first, let second, let unwraps):
      let value = try value(of: first)
      try charge(1, plan)
      guard case .optional(let content) = value else {
        throw Failure(
          problem: .noOverload(function: unwraps ? "orValue" : "or", types: [value.typeName]), offset: plan.offset)
      }
      guard let content else { return try self.value(of: second) }
      return unwraps ? content : value
    }
  }

  private mutating func charge(_ cost: Int, _ plan: Plan) throws(Failure) {
    try at(plan) { (meter) throws(EvaluationProblem) in try meter.charge(cost) }
  }

  /// Does what may have a problem, which then has the plan's place.
  private mutating func at<Result>(
    _ plan: Plan, _ work: (inout CostMeter) throws(EvaluationProblem) -> Result
  ) throws(Failure) -> Result {
    do throws(EvaluationProblem) {
      return try work(&meter)
    } catch {
      throw Failure(problem: error, offset: plan.offset)
    }
  }

  private mutating func isTrue(_ condition: Plan) throws(Failure) -> Bool {
    let value = try value(of: condition)
    guard case .bool(let flag) = value else {
      throw Failure(problem: .notBoolean(type: value.typeName), offset: condition.offset)
    }
    return flag
  }

  /// A run of `&&` or `||`: an operand with the deciding value decides, even beside operands that fail; without one,
  /// the first failure is the outcome.
  private mutating func decide(_ operands: [Plan], until deciding: Bool, _ plan: Plan) throws(Failure) -> Value {
    try charge(1, plan)
    var failure: Failure?
    for operand in operands {
      do throws(Failure) {
        if try isTrue(operand) == deciding { return .bool(deciding) }
      } catch {
        if error.problem.isFinal { throw error }
        if failure == nil { failure = error }
      }
    }
    if let failure { throw failure }
    return .bool(!deciding)
  }

  private mutating func list(_ elements: [(value: Plan, isOptional: Bool)], _ plan: Plan) throws(Failure) -> Value {
    try charge(10, plan)
    var values: [Value] = []
    for element in elements {
      let value = try value(of: element.value)
      guard element.isOptional else {
        values.append(value)
        continue
      }
      if let content = try content(value, element.value) { values.append(content) }
    }
    return .list(values)
  }

  /// What an optional holds.
  private func content(_ value: Value, _ plan: Plan) throws(Failure) -> Value? {
    guard case .optional(let content) = value else {
      throw Failure(problem: .noOverload(function: "?", types: [value.typeName]), offset: plan.offset)
    }
    return content
  }

  private mutating func map(
    _ entries: [(key: Plan, value: Plan, isOptional: Bool)], _ plan: Plan
  ) throws(Failure) -> Value {
    try charge(30, plan)
    var map = MapValue()
    for entry in entries {
      let key = try value(of: entry.key)
      var value = try value(of: entry.value)
      if entry.isOptional {
        guard let content = try content(value, entry.value) else { continue }
        value = content
      }
      try at(entry.key) { (_) throws(EvaluationProblem) in try map.append(key, value) }
    }
    return .map(map)
  }

  // MARK: Comprehensions

  /// Calls `body` for every element with the locals set, until it gives false.
  private mutating func forEach(
    _ fold: Plan.Fold, _ plan: Plan, _ body: (inout Evaluator, _ key: Value, _ value: Value) throws(Failure) -> Bool
  ) throws(Failure) {
    let range = try value(of: fold.range)
    switch range {
    case .list(let items):
      for (index, item) in items.enumerated() {
        try charge(1, plan)
        let index = Value.int(Int64(index))
        locals[fold.local] = fold.variableCount == 2 ? index : item
        if fold.variableCount == 2 { locals[fold.local + 1] = item }
        guard try body(&self, index, item) else { return }
      }
    case .map(let map):
      for entry in map.entries {
        try charge(1, plan)
        locals[fold.local] = entry.key
        if fold.variableCount == 2 { locals[fold.local + 1] = entry.value }
        guard try body(&self, entry.key, entry.key) else { return }
      }
    default: throw Failure(problem: .noOverload(function: "macro", types: [range.typeName]), offset: plan.offset)
    }
  }

  private mutating func fold(_ fold: Plan.Fold, _ plan: Plan) throws(Failure) -> Value {
    switch (fold.purpose, fold.body) {
    case (.all, let body?): return try quantify(fold, body, until: false, plan)
    case (.exists, let body?): return try quantify(fold, body, until: true, plan)
    case (.existsOne, let body?):
      var count = 0
      try forEach(fold, plan) { (evaluator, _, _) throws(Failure) in
        if try evaluator.isTrue(body) { count += 1 }
        return true
      }
      return .bool(count == 1)
    case (.map, let body?):
      var map = MapValue()
      try forEach(fold, plan) { (evaluator, key, _) throws(Failure) in
        guard try evaluator.passes(fold.filter) else { return true }
        let value = try evaluator.value(of: body)
        try evaluator.at(plan) { (_) throws(EvaluationProblem) in try map.append(key, value) }
        return true
      }
      return .map(map)
    case (.mapEntries, let body?):
      var map = MapValue()
      try forEach(fold, plan) { (evaluator, _, _) throws(Failure) in
        guard try evaluator.passes(fold.filter) else { return true }
        let value = try evaluator.value(of: body)
        guard case .map(let entries) = value else {
          throw Failure(
            problem: .noOverload(function: "transformMapEntry", types: [value.typeName]), offset: body.offset)
        }
        for entry in entries.entries {
          try evaluator.at(plan) { (meter) throws(EvaluationProblem) in
            try meter.charge(1)
            try map.append(entry.key, entry.value)
          }
        }
        return true
      }
      return .map(map)
    default:
      var values: [Value] = []
      try forEach(fold, plan) { (evaluator, _, element) throws(Failure) in
        guard try evaluator.passes(fold.filter) else { return true }
        values.append(try fold.body.map { (body) throws(Failure) in try evaluator.value(of: body) } ?? element)
        return true
      }
      return .list(values)
    }
  }

  private mutating func passes(_ filter: Plan?) throws(Failure) -> Bool {
    guard let filter else { return true }
    return try isTrue(filter)
  }

  /// `all` and `exists`, which are `&&` and `||` over the elements.
  private mutating func quantify(
    _ fold: Plan.Fold, _ body: Plan, until deciding: Bool, _ plan: Plan
  ) throws(Failure) -> Value {
    var failure: Failure?
    var isDecided = false
    try forEach(fold, plan) { (evaluator, _, _) throws(Failure) in
      do throws(Failure) {
        isDecided = try evaluator.isTrue(body) == deciding
      } catch {
        if error.problem.isFinal { throw error }
        if failure == nil { failure = error }
      }
      return !isDecided
    }
    if isDecided { return .bool(deciding) }
    if let failure { throw failure }
    return .bool(!deciding)
  }
}
