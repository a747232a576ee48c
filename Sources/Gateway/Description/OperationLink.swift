import JSON

/// What of an answer names what another operation is asked about.
struct OperationLink: Sendable {
  let name: String
  /// The other one's id.
  let operation: String
  let parameter: String
  /// Where the value stands, as a runtime expression of OpenAPI: `$response.body#/id`.
  let expression: String

  var json: JSONValue {
    [
      "operationId": .string(operation),
      "parameters": .object(JSONObject([.init(key: ExactString(parameter), value: .string(expression))])),
    ]
  }
}
