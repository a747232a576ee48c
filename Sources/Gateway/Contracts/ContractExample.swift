package import JSON
package import Rules

/// An output that the contract takes or refuses, tried when the contract is registered.
package struct ContractExample: Sendable {
  package enum Expectation: Sendable, Hashable {
    case valid
    /// Refused by the schema or by a rule, whichever.
    case invalid
    case breaksSchema
    case breaksRule(id: String)
  }

  package let expectation: Expectation
  package let output: JSONValue
  /// The request that it answers.
  package let request: RequestFacts
  /// What `now` is; nil for the time of the registration.
  package let now: Timestamp?
  package let path: FieldPath
}
