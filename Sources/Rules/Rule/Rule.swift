package import JSON

/// A condition that an output must meet beyond its schema.
package struct Rule: Sendable, Hashable {
  /// What becomes of an output that breaks a rule.
  package enum Severity: String, Sendable, Hashable, CaseIterable {
    /// It is not given out.
    case reject
    /// It is given out, and the violation with it.
    case flag
  }

  package var id: String
  /// A CEL expression over `self`, `request` and `now` that is true when the rule holds.
  package var expression: String
  /// What a violation says; nil for `failed rule: …`.
  package var message: String?
  /// A CEL expression for the message, which `message` stands in for when it fails or gives nothing.
  package var messageExpression: String?
  package var severity: Severity
  /// Outputs that may break the rule before the fallback takes over, at least 1.
  package var attempts: Int
  /// A word for programs, such as Kubernetes' `FieldValueInvalid`.
  package var reason: String?
  /// Where in the output the violation is to be shown, from `self` on; empty for `self`.
  package var fieldPath: JSONPointer

  package static let defaultAttempts = 3
  package static let attemptsRange = 1...20

  package init(
    id: String, expression: String, message: String? = nil, messageExpression: String? = nil,
    severity: Severity = .reject, attempts: Int = Rule.defaultAttempts, reason: String? = nil,
    fieldPath: JSONPointer = JSONPointer()
  ) {
    precondition(Self.attemptsRange.contains(attempts), "\(attempts) attempts")
    self.id = id
    self.expression = expression
    self.message = message
    self.messageExpression = messageExpression
    self.severity = severity
    self.attempts = attempts
    self.reason = reason
    self.fieldPath = fieldPath
  }
}
