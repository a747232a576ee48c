import JSON
import Rules

/// A contract's terms ready for use: everything in them has been compiled, and what they promise has been tried.
package struct CompiledContract: Sendable {
  /// Nil for the terms of a request's own schema.
  package let id: ContractID?
  package let terms: ContractTerms
  let judge: ContractJudge
  /// The schema for the masks: the contract's own, and what of its rules a schema can say.
  let maskedSchema: JSONValue
  /// The rules that the masks enforce.
  package let rulesInMask: [String]
  /// Of the schema as it was given.
  package let schemaHash: String
  let prompt: TextTemplate?
  let template: DocumentTemplate?

  /// The contract's own rules and those of its schema.
  package var ruleCount: Int { judge.rules.all.count }
}
