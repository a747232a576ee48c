/// Which records to look at; nil takes any.
package struct FailureFilter: Sendable, Hashable {
  package var kind: FailureKind?
  package var state: FailureState?
  /// The contract's name.
  package var contract: String?

  package init(kind: FailureKind? = nil, state: FailureState? = nil, contract: String? = nil) {
    self.kind = kind
    self.state = state
    self.contract = contract
  }

  /// Conditions over the parameters `?1` to `?3`.
  static let condition = "(?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR contract = ?3)"

  var values: [SQLValue] { [SQLValue(kind?.rawValue), SQLValue(state?.rawValue), SQLValue(contract)] }
}
