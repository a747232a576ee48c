import JSON

/// Keywords that combine the verdicts of subschemas on the same instance.
enum LogicKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("allOf", .draft4 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in AllOfKeyword(branches: try compiler.subschemas(source))
    },
    KeywordDefinition("anyOf", .draft4 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in AnyOfKeyword(branches: try compiler.subschemas(source))
    },
    KeywordDefinition("oneOf", .draft4 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in OneOfKeyword(branches: try compiler.subschemas(source))
    },
    KeywordDefinition("not", .draft4 ... .draft2020, .applicator, .applicator) { source, compiler in
      NotKeyword(subschema: compiler.subschema(source, at: "not"))
    },
    KeywordDefinition("if", .draft7 ... .draft2020, .applicator, .applicator) { source, compiler in
      IfKeyword(
        condition: compiler.subschema(source, at: "if"),
        then: source.siblings["then"].map { _ in compiler.subschema(source, at: "then") },
        otherwise: source.siblings["else"].map { _ in compiler.subschema(source, at: "else") })
    },
  ]
}

private struct AllOfKeyword: Keyword {
  let branches: [Subschema]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    var holds = true
    for branch in branches where try !evaluation.apply(branch, instance) {
      holds = false
      if !evaluation.collects { break }
    }
    return holds
  }
}

private struct AnyOfKeyword: Keyword {
  let branches: [Subschema]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    let known = evaluation.violations.count
    var holds = false
    for branch in branches where try evaluation.apply(branch, instance) {
      holds = true
      // Further branches matter only for what they evaluate.
      if !evaluation.plan.tracksEvaluated { break }
    }
    guard holds else { return evaluation.fail("anyOf", "no alternative holds") }
    evaluation.forgetViolations(since: known)
    return true
  }
}

private struct OneOfKeyword: Keyword {
  let branches: [Subschema]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    let known = evaluation.violations.count
    var holding: [Int] = []
    for (position, branch) in branches.enumerated() where try evaluation.apply(branch, instance) {
      holding.append(position)
      if holding.count > 1 { break }
    }
    guard !holding.isEmpty else { return evaluation.fail("oneOf", "no alternative holds") }
    evaluation.forgetViolations(since: known)
    return holding.count == 1
      || evaluation.fail("oneOf", "alternatives \(holding[0]) and \(holding[1]) both hold, but only one may")
  }
}

private struct NotKeyword: Keyword {
  let subschema: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    let known = evaluation.violations.count
    let holds = try evaluation.apply(subschema, instance)
    evaluation.forgetViolations(since: known)
    return !holds || evaluation.fail("not", "the value matches what is ruled out")
  }
}

private struct IfKeyword: Keyword {
  let condition: Subschema
  let then: Subschema?
  let otherwise: Subschema?

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    let known = evaluation.violations.count
    let holds = try evaluation.apply(condition, instance)
    evaluation.forgetViolations(since: known)
    guard let branch = holds ? then : otherwise else { return true }
    return try evaluation.apply(branch, instance)
  }
}
