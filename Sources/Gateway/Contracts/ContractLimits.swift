/// Bounds on one answer.
package struct ContractLimits: Sendable, Hashable {
  /// The budget in tokens of a request that names none, and the most that one may name; nil for the gateway's.
  package var maxTokens: Int?
  /// From the request's arrival to the answer, its time in the queue included; nil for what the request or the gateway
  /// says.
  package var deadline: Duration?
  /// Documents that may be generated for one answer. A rule allows no more than its own `attempts` beside that.
  package var attempts: Int?

  package static let deadlineMilliseconds = 1...600_000
  package static let attemptsRange = 1...20
}
