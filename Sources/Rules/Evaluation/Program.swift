/// An expression that has been parsed and checked, to be evaluated any number of times.
package struct Program: Sendable {
  /// The text that it was made from.
  package let text: String
  /// What it gives, `dyn` when only the evaluation shows it.
  package let type: RuleType
  let plan: Plan
  private let localCount: Int

  /// Units of cost that one evaluation may take, unless told otherwise: what Kubernetes allows an expression.
  package static let defaultCostLimit = 1_000_000

  /// - Throws: `RuleError.syntax`, `RuleError.type`.
  package init(
    _ text: String, in environment: Environment, limits: Parser.Limits = Parser.Limits()
  ) throws(RuleError) {
    let expression = try Parser.parse(text, limits: limits)
    var checker = Checker(environment)
    do throws(Checker.Failure) {
      let (plan, type) = try checker.check(expression)
      self.plan = plan
      self.type = checker.types.expanded(type)
    } catch {
      throw .type(error.problem, SourcePosition(offset: error.offset, in: text))
    }
    localCount = checker.localCount
    self.text = text
  }

  /// The value with these variables, and what it cost.
  ///
  /// - Throws: `RuleError.evaluation`.
  package func evaluate(
    _ variables: [String: Value], costLimit: Int = Program.defaultCostLimit
  ) throws(RuleError) -> (value: Value, cost: Int) {
    var evaluator = Evaluator(variables: variables, localCount: localCount, costLimit: costLimit)
    do throws(Evaluator.Failure) {
      let value = try evaluator.value(of: plan)
      return (value, evaluator.meter.spent)
    } catch {
      throw .evaluation(error.problem, SourcePosition(offset: error.offset, in: text))
    }
  }

  /// Bounds on what one evaluation costs with variables of these sizes.
  package func estimate(_ sizes: SizeEstimate.Source) -> CostEstimate {
    var estimator = CostEstimator(sizes, localCount: localCount)
    return estimator.estimate(plan).cost
  }
}
