package import JSON

/// All rules of a contract: its own, about the whole output, and those that its schema carries.
package struct RuleSet: Sendable {
  /// The contract's own rules.
  let rules: [CompiledRule]
  let scopes: RuleScopeTable
  package let limits: RuleLimits

  /// Checks all expressions; `self` has the type that the schema gives it.
  ///
  /// - Parameters:
  ///   - rules: the contract's own, with ids of their own.
  ///   - schema: a JSON Schema; `true` where there is none.
  ///   - requestType: of the variable `request`.
  /// - Throws: `RuleError.rule`, `RuleError.expression`.
  package init(
    _ rules: [Rule] = [], schema: JSONValue = true, requestType: RuleType = .dyn, limits: RuleLimits = RuleLimits()
  ) throws(RuleError) {
    scopes = try RuleScopeTable(schema, requestType: requestType)
    let type = scopes.shapes.type(of: scopes.scopes[0].shape)
    var compiled: [CompiledRule] = []
    for rule in rules { compiled.append(try CompiledRule(rule, selfType: type, requestType: requestType)) }
    self.rules = compiled
    self.limits = limits
  }

  /// Whether there is nothing to check.
  package var isEmpty: Bool { rules.isEmpty && !scopes.scopes[0].isNeeded }

  /// All rules, the contract's own first.
  package var all: [Rule] { (rules + scopes.scopes.flatMap(\.rules)).map(\.rule) }

  /// Bounds on what one evaluation of each rule costs, in the order of `all`, when output and request have no more than
  /// so many bytes. A rule whose maximum is above `limits.costPerEvaluation` may end in an error.
  package func estimates(documentBytes: Int) -> [(rule: Rule, cost: CostEstimate)] {
    let shapes = scopes.shapes
    let root = shapes.size(of: scopes.scopes[0].shape, documentBytes: documentBytes)
    var estimates = rules.map { (rule: $0.rule, cost: $0.estimate(root, documentBytes: documentBytes)) }
    for scope in scopes.scopes where !scope.rules.isEmpty {
      let size = shapes.size(of: scope.shape, documentBytes: documentBytes)
      estimates += scope.rules.map { (rule: $0.rule, cost: $0.estimate(size, documentBytes: documentBytes)) }
    }
    return estimates
  }

  /// Judges an output by all rules.
  package func judge(_ output: JSONValue, _ variables: RuleVariables) -> RuleReport {
    var judgement = Judgement(scopes: scopes, limits: limits, variables: variables)
    if !rules.isEmpty { judgement.apply(rules, to: output, as: scopes.scopes[0].shape, at: JSONPointer()) }
    judgement.walk(output, 0, at: JSONPointer())
    return judgement.report
  }
}
