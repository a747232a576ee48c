import JSON
import Rules

/// A contract ready for use: everything in it has been compiled, and what it promises has been tried.
package struct CompiledContract: Sendable {
  package let contract: Contract
  let judge: ContractJudge
  /// The schema for the masks: the contract's own, and what of its rules a schema can say.
  let maskedSchema: JSONValue
  /// The rules that the masks enforce.
  package let rulesInMask: [String]
  /// Of the schema as it was given, written compactly.
  package let schemaHash: String
  let prompt: TextTemplate?
  let template: DocumentTemplate?

  package var id: ContractID { contract.id }

  /// What lists show.
  func summary(isRetired: Bool) -> JSONValue {
    let examples = contract.examples
    var fallback: JSONValue = "error"
    if case .document(_, let template) = contract.fallback { fallback = template == nil ? "static" : "template" }
    return [
      "id": .string("\(id)"), "object": "contract", "name": .string(id.name), "version": .string("\(id.version)"),
      "description": contract.description.map { .string($0) } ?? .null, "retired": .bool(isRetired),
      "schema_hash": .string(schemaHash), "rules": .array(judge.rules.all.map { .string($0.id) }),
      "rules_in_mask": .array(rulesInMask.map { .string($0) }), "fallback": fallback,
      "examples": [
        "valid": .integer(examples.count { $0.expectation == .valid }),
        "invalid": .integer(examples.count { $0.expectation != .valid }),
      ],
    ]
  }
}
