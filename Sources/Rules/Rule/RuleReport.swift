/// What all rules say of one output.
package struct RuleReport: Sendable, Hashable {
  /// The verdicts that are not `holds`, in the order of the rules and of the output, at most `RuleLimits.violations`. The
  /// first that rejects is among them.
  package internal(set) var violations: [RuleVerdict] = []
  /// Violations beyond that.
  package internal(set) var omitted = 0
  /// Rules that were evaluated, each once, in order: rules of a schema run where their part of the output is present.
  package internal(set) var ran: [String] = []
  /// Units of cost of all evaluations.
  package internal(set) var cost = 0
  private(set) var isAccepted = true
  /// How many outputs may be tried altogether before the fallback: the least that a rejecting rule allows.
  package private(set) var attempts: Int?

  /// Of an output that no rule has anything to say of.
  package init() {}

  /// Whether no rule rejects the output.
  package var accepts: Bool { isAccepted }

  package var rejections: [RuleVerdict] { violations.filter { $0.rule.severity == .reject } }
  package var flags: [RuleVerdict] { violations.filter { $0.rule.severity == .flag } }

  mutating func add(_ verdict: RuleVerdict, keeping limit: Int) {
    cost += verdict.cost
    guard verdict.outcome != .holds else { return }
    let isFirstRejection = isAccepted && verdict.rule.severity == .reject
    if verdict.rule.severity == .reject {
      isAccepted = false
      attempts = min(attempts ?? .max, verdict.rule.attempts)
    }
    if violations.count < limit {
      violations.append(verdict)
    } else {
      omitted += 1
      // Whoever asks why it is not accepted gets an answer.
      if isFirstRejection { violations[violations.count - 1] = verdict }
    }
  }
}
