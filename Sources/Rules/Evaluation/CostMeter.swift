/// What an evaluation may still cost.
///
/// A step (a name, a field, a call, a turn of a macro) costs 1, a list or map literal 10 or 30 more, as in Kubernetes;
/// work that grows with its operands costs a tenth of a unit for each byte, and 1 for each element.
package struct CostMeter: Sendable {
  package let limit: Int
  package private(set) var spent = 0
  /// What may be spent before the task is asked again whether it is cancelled.
  private var nextQuestion = 0
  private static let unitsPerQuestion = 1_000

  package init(limit: Int) { self.limit = limit }

  /// - Throws: `costLimit` when the limit is exceeded, `cancelled` when the task around is.
  package mutating func charge(_ cost: Int) throws(EvaluationProblem) {
    let (sum, overflow) = spent.addingReportingOverflow(cost)
    spent = overflow ? Int.max : sum
    if spent > limit { throw .costLimit(limit) }
    guard spent >= nextQuestion else { return }
    nextQuestion = spent.addingClamped(Self.unitsPerQuestion)
    if Task.isCancelled { throw .cancelled }
  }

  /// Charges for going over so many bytes.
  package mutating func chargeTraversal(_ bytes: Int) throws(EvaluationProblem) { try charge((bytes + 9) / 10) }
}
