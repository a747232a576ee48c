import JSON

/// A header field of an answer.
struct OperationHeader: Sendable {
  let name: String
  let description: String
  let schema: JSONValue
  /// Whether every answer with this status has it.
  var isRequired = true

  var json: JSONValue {
    ["description": .string(description), "required": .bool(isRequired), "schema": schema]
  }
}
