package import JSON

/// What a caller can rely on by name, as it was written; `CompiledContract` is its terms ready for use. A version never
/// changes.
package struct Contract: Sendable {
  package let id: ContractID
  package let description: String?
  package let terms: ContractTerms
  /// The whole contract as it was given.
  package let source: JSONValue
}
