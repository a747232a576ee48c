/// Bounds on the work of judging one output.
package struct RuleLimits: Sendable, Hashable {
  /// Units of cost of one evaluation.
  package var costPerEvaluation: Int
  /// Units of cost of all of them.
  package var totalCost: Int
  /// Violations that a report keeps.
  package var violations: Int

  /// What Kubernetes allows.
  package init(
    costPerEvaluation: Int = Program.defaultCostLimit, totalCost: Int = 10_000_000, violations: Int = 100
  ) {
    self.costPerEvaluation = costPerEvaluation
    self.totalCost = totalCost
    self.violations = violations
  }
}
