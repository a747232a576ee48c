import HTTPServer
import JSON

/// What the gateway's description says of one endpoint.
struct Operation: Sendable {
  struct Body: Sendable {
    let schema: JSONValue
    var example: JSONValue?
  }

  let method: HTTPMethod
  /// As it is routed.
  let path: String
  /// Names the operation in clients that are made from the description.
  let id: String
  let summary: String
  var parameters: [OperationParameter] = []
  var body: Body?
  let answers: [OperationAnswer]
  /// One of each kind that the endpoint itself answers with, beside those of the server and of keys.
  var errors: [GatewayError] = []

  /// What a key needs for it; nil where none is needed.
  var scope: KeyScope? { KeyScope.needed(for: path, method) }
}
