import JSON

/// A rule whose expressions are checked.
package struct CompiledRule: Sendable {
  package let rule: Rule
  private let program: Program
  private let message: Program?

  /// Of the expression.
  var plan: Plan { program.plan }

  /// - Throws: `RuleError.expression`.
  init(_ rule: Rule, selfType: RuleType, requestType: RuleType) throws(RuleError) {
    self.rule = rule
    let environment = Environment(["self": selfType, "request": requestType, "now": .timestamp])
    program = try Self.program(rule, "expression", rule.expression, .bool, environment)
    message = try rule.messageExpression.map { (text) throws(RuleError) in
      try Self.program(rule, "messageExpression", text, .string, environment)
    }
  }

  private static func program(
    _ rule: Rule, _ field: String, _ text: String, _ expected: RuleType, _ environment: Environment
  ) throws(RuleError) -> Program {
    do throws(RuleError) {
      let program = try Program(text, in: environment)
      guard program.type == expected || program.type == .dyn else {
        throw RuleError.type(
          .mismatch(given: program.type, expected: expected), SourcePosition(offset: 0, in: text))
      }
      return program
    } catch {
      // Kubernetes' other variable deserves its own words.
      if case .type(.undeclared("oldSelf"), let position) = error {
        throw .expression(id: rule.id, field: field, .type(.transitionRule, position))
      }
      throw .expression(id: rule.id, field: field, error)
    }
  }

  /// Bounds on what the expression costs, with a value of this size.
  func estimate(_ size: SizeEstimate, documentBytes: Int) -> CostEstimate {
    program.estimate(SizeEstimate.Source(["self": size, "now": .scalar], documentBytes: documentBytes))
  }

  /// Judges one value.
  func judge(_ value: Value, _ variables: RuleVariables, at place: JSONPointer, costLimit: Int) -> RuleVerdict {
    let bindings = ["self": value, "request": variables.request, "now": .timestamp(variables.now)]
    do throws(RuleError) {
      let (result, cost) = try program.evaluate(bindings, costLimit: costLimit)
      guard case .bool(let holds) = result else {
        throw .evaluation(.notBoolean(type: result.typeName), SourcePosition(offset: 0, in: rule.expression))
      }
      return verdict(holds ? .holds : .violated(message: text(bindings, costLimit)), at: place, cost: cost)
    } catch {
      var cost = 0
      if case .evaluation(.costLimit(let limit), _) = error { cost = limit }
      return verdict(.failed(error), at: place, cost: cost)
    }
  }

  func verdict(_ outcome: RuleVerdict.Outcome, at place: JSONPointer, cost: Int) -> RuleVerdict {
    RuleVerdict(rule: rule, outcome: outcome, place: JSONPointer(place.tokens + rule.fieldPath.tokens), cost: cost)
  }

  /// The message of a violation, from the expression when that gives one line of text.
  private func text(_ bindings: [String: Value], _ costLimit: Int) -> String {
    let fallback = rule.message ?? "failed rule: \(rule.expression)"
    guard let message else { return fallback }
    do throws(RuleError) {
      guard case .string(let text) = try message.evaluate(bindings, costLimit: costLimit).value,
        text.utf8.contains(where: { $0 != 0x20 && $0 != 0x09 }),
        !text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D })
      else { return fallback }
      return text.text
    } catch {
      // The rule is broken whether or not its message can be made.
      return fallback
    }
  }
}
