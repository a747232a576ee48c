/// The macros: calls that the parser turns into nodes of their own, by name, style and number of arguments.
enum Macros {
  /// The node for a call, nil when the call is no macro.
  static func expand(
    _ name: String, target: Expression?, arguments: [Expression], at offset: Int
  ) throws(Lexer.Failure) -> Expression? {
    guard let target else {
      guard name == "has", arguments.count == 1 else { return nil }
      guard case .select(let operand, let field, false) = arguments[0].kind else {
        throw failure("has", "a field selection", arguments[0])
      }
      return Expression(.presence(operand, field: field), at: arguments[0].offset, over: [operand])
    }
    if case .identifier(let space, _) = target.kind {
      if space == "cel", name == "bind", arguments.count == 3 {
        let variable = try variable(arguments[0], of: "cel.bind")
        return Expression(
          .binding(name: variable, value: arguments[1], body: arguments[2]), at: offset, over: arguments)
      }
      if space == "math", name == "greatest" || name == "least", arguments.count > 2 {
        let list = Expression(
          .list(arguments.map { Expression.Element(value: $0, isOptional: false) }), at: offset, over: arguments)
        return Expression(
          .call(name, target: target, arguments: [list], isAbsolute: false), at: offset, over: [target, list])
      }
    }
    switch (name, arguments.count) {
    case ("optMap", 2), ("optFlatMap", 2):
      let variable = try variable(arguments[0], of: name)
      return Expression(
        .optionalMap(target: target, name: variable, body: arguments[1], isFlat: name == "optFlatMap"), at: offset,
        over: [target, arguments[1]])
    case ("all", 2...3): return try fold(.all, name, 0, target, arguments, at: offset)
    case ("exists", 2...3): return try fold(.exists, name, 0, target, arguments, at: offset)
    case ("exists_one", 2...3), ("existsOne", 2...3):
      return try fold(.existsOne, name, 0, target, arguments, at: offset)
    case ("map", 2): return try fold(.list, name, 1, target, arguments, at: offset)
    case ("map", 3): return try fold(.list, name, 1, target, arguments, filtered: true, at: offset)
    case ("filter", 2):
      let variable = try variable(arguments[0], of: name)
      let comprehension = Comprehension(
        purpose: .list, range: target, names: [variable], filter: arguments[1], body: nil)
      return Expression(.comprehension(comprehension), at: offset, over: [target, arguments[1]])
    case ("transformList", 3...4):
      return try fold(.list, name, 2, target, arguments, filtered: arguments.count == 4, at: offset)
    case ("transformMap", 3...4):
      return try fold(.map, name, 2, target, arguments, filtered: arguments.count == 4, at: offset)
    case ("transformMapEntry", 3...4):
      return try fold(.mapEntries, name, 2, target, arguments, filtered: arguments.count == 4, at: offset)
    default: return nil
    }
  }

  /// A comprehension whose last argument is its body; `count` variables, or as many as the arguments leave when 0.
  private static func fold(
    _ purpose: Comprehension.Purpose, _ macro: String, _ count: Int, _ target: Expression, _ arguments: [Expression],
    filtered: Bool = false, at offset: Int
  ) throws(Lexer.Failure) -> Expression {
    let count = count == 0 ? arguments.count - 1 : count
    var names: [String] = []
    for argument in arguments[..<count] {
      let name = try variable(argument, of: macro)
      if names.contains(name) { throw failure(macro, "two different names", argument) }
      names.append(name)
    }
    let comprehension = Comprehension(
      purpose: purpose, range: target, names: names, filter: filtered ? arguments[count] : nil, body: arguments.last)
    return Expression(.comprehension(comprehension), at: offset, over: [target] + arguments[count...])
  }

  private static func variable(_ argument: Expression, of macro: String) throws(Lexer.Failure) -> String {
    guard case .identifier(let name, false) = argument.kind else { throw failure(macro, "a name", argument) }
    return name
  }

  private static func failure(_ macro: String, _ expected: String, _ argument: Expression) -> Lexer.Failure {
    Lexer.Failure(problem: .invalidMacroArgument(macro: macro, expected: expected), offset: argument.offset)
  }
}
