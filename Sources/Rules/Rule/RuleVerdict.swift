package import JSON

/// What one rule says of one value.
package struct RuleVerdict: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    case holds
    case violated(message: String)
    /// The rule could not be evaluated, which counts as a violation.
    case failed(RuleError)
  }

  package let rule: Rule
  package let outcome: Outcome
  /// In the output.
  package let place: JSONPointer
  package let cost: Int

  /// One line for a log or a caller.
  package var message: String {
    switch outcome {
    case .holds: "holds"
    case .violated(let message): message
    case .failed(let error): "rule '\(rule.id)' could not be evaluated: \(error)"
    }
  }
}
