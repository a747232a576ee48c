import JSON
import Rules

extension ContractRegistry.Entry {
  /// What lists show.
  var summary: JSONValue {
    let id = contract.id
    let examples = contract.terms.examples
    var fallback: JSONValue = "error"
    if case .document(_, let template) = contract.terms.fallback { fallback = template == nil ? "static" : "template" }
    return [
      "id": .string("\(id)"), "object": "contract", "name": .string(id.name), "version": .string("\(id.version)"),
      "description": contract.description.map { .string($0) } ?? .null, "retired": .bool(isRetired),
      "schema_hash": .string(compiled.schemaHash), "rules": .array(compiled.judge.rules.all.map { .string($0.id) }),
      "rules_in_mask": .array(compiled.rulesInMask.map { .string($0) }), "fallback": fallback,
      "examples": [
        "valid": .integer(examples.count { $0.expectation == .valid }),
        "invalid": .integer(examples.count { $0.expectation != .valid }),
      ],
    ]
  }
}
