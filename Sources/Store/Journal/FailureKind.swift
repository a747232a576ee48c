/// What went wrong, in the words that the journal and the API use.
package enum FailureKind: String, Sendable, Hashable, CaseIterable {
  /// A prepared answer went out instead of a generated one.
  case fallback
  /// Rules rejected an output.
  case ruleRejection = "rule_rejection"
  case timeout
  /// The request got an error.
  case error
  /// The text ends where the budget did or the client left, not where the model wanted to.
  case cutOff = "cut_off"
}
