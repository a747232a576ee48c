import JSON

extension Checker {
  /// A function, a member function, or a function in a namespace that looks like one.
  mutating func call(
    _ name: String, target: Expression?, _ arguments: [Expression], isAbsolute: Bool, at offset: Int
  ) throws(Failure) -> Checked {
    if let target, let (parts, isTargetAbsolute) = target.qualifiedName, !isLocal(parts[0]) || isTargetAbsolute {
      let qualified = (parts + [name]).joined(separator: ".")
      for candidate in environment.candidates(for: qualified, isAbsolute: isTargetAbsolute) {
        if let function = environment.library[candidate] {
          return try call(function, try checkAll(arguments), isMember: false, at: offset)
        }
      }
    }
    let isMember = target != nil
    let names = isMember ? [name] : environment.candidates(for: name, isAbsolute: isAbsolute)
    let library = environment.library
    guard let function = names.lazy.compactMap({ library[$0] }).first else {
      if isStrict { throw Failure(problem: .unknownFunction(name), offset: offset) }
      return (Plan(step: .failure(.unboundFunction(name)), offset: offset), .dyn)
    }
    return try call(function, try checkAll((target.map { [$0] } ?? []) + arguments), isMember: isMember, at: offset)
  }

  private mutating func checkAll(_ nodes: [Expression]) throws(Failure) -> [Checked] {
    var checked: [Checked] = []
    for node in nodes { checked.append(try check(node)) }
    return checked
  }

  private mutating func call(
    _ function: Function, _ arguments: [Checked], isMember: Bool, at offset: Int
  ) throws(Failure) -> Checked {
    let (function, type) = try resolve(function, arguments.map(\.type), isMember: isMember, at: offset)
    let plans = arguments.map(\.plan)
    func planned(_ step: Plan.Step) -> Checked { (Plan(step: step, offset: offset), type) }
    switch (function.name, plans.count) {
    case ("or", 2) where isMember: return planned(.alternative(plans[0], plans[1], unwraps: false))
    case ("orValue", 2) where isMember: return planned(.alternative(plans[0], plans[1], unwraps: true))
    case ("matches", 2):
      guard isStrict, case .constant(.string(let pattern)) = plans[1].step else { break }
      do throws(EvaluationProblem) {
        return planned(.search(plans[0], try TextPattern(pattern.text)))
      } catch {
        throw Failure(problem: .invalidPattern(error), offset: plans[1].offset)
      }
    default: break
    }
    return planned(.call(function, arguments: plans, isMember: isMember))
  }

  /// The function with the overload that takes the arguments, and its result; `dyn` when several of different results
  /// do, which the arguments' values will choose from.
  private mutating func resolve(
    _ function: Function, _ arguments: [RuleType], isMember: Bool, at offset: Int
  ) throws(Failure) -> (Function, RuleType) {
    guard isStrict else { return (function, .dyn) }
    var matches: [(overload: Overload, types: Substitution, result: RuleType)] = []
    for overload in function.overloads where overload.isMember == isMember {
      guard overload.parameters.count == arguments.count else { continue }
      var trial = types
      var names: [String: RuleType] = [:]
      let fits = zip(overload.parameters, arguments).allSatisfy { parameter, argument in
        let expected = trial.instantiate(parameter, &names)
        return trial.unify(expected, argument)
      }
      guard fits else { continue }
      let result = trial.instantiate(overload.result, &names)
      matches.append((overload, trial, result))
    }
    guard let first = matches.first else {
      throw Failure(
        problem: .noOverload(
          function: function.name, types: arguments.map { types.expanded($0) },
          candidates: function.overloads.map { $0.signature(function.name) }), offset: offset)
    }
    // What only one overload needs of its arguments is known; of several, nothing is.
    if matches.count == 1 {
      types = first.types
      return (Function(function.name, [first.overload]), first.result)
    }
    let results = Set(matches.map { $0.types.expanded($0.result) })
    if results.count == 1, let result = results.first, !result.hasVariables { return (function, result) }
    return (function, .dyn)
  }
}

extension RuleType {
  /// Whether a part of the type is not known.
  var hasVariables: Bool {
    switch self {
    case .variable, .parameter: true
    case .list(let element): element.hasVariables
    case .map(let key, let value): key.hasVariables || value.hasVariables
    case .optional(let value): value.hasVariables
    default: false
    }
  }
}
