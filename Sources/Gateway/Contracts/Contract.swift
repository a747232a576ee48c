package import JSON
package import Rules

/// What a caller can rely on by name: a schema, rules beyond it, how the model is told, and what is answered when the
/// model does not deliver. As it was written; `CompiledContract` is it ready for use. A version never changes.
package struct Contract: Sendable {
  package let id: ContractID
  package let description: String?
  package let schema: JSONValue
  package let rules: [Rule]
  /// The system message, in which `{{ … }}` stands for what an expression over `request` gives.
  package let prompt: String?
  package let limits: ContractLimits
  package let fallback: ContractFallback
  package let examples: [ContractExample]
  /// The whole contract as it was given.
  package let source: JSONValue
}
