package import JSON

/// A failure as it stands in the journal.
package struct FailureRecord: Sendable, Hashable {
  package let summary: FailureSummary
  package let failure: Failure

  package var id: FailureID { summary.id }

  package var json: JSONValue {
    var members = summary.members
    members["request"] = failure.request
    members["seed"] = failure.seed.map { .number(JSONNumber(text: String($0))!) } ?? .null
    members["schema_hash"] = failure.schemaHash.map { .string($0) } ?? .null
    members["tokens"] = .array(failure.tokens.map { .integer(Int($0)) })
    members["text"] = .string(failure.text)
    members["mask_position"] = failure.maskPosition.map { .integer($0) } ?? .null
    return .object(members)
  }
}
