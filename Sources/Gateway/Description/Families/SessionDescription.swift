import HTTPServer
import JSON

enum SessionDescription: EndpointFamily {
  static let tag = "sessions"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    let id = OperationParameter(
      place: .path, name: "id", schema: Gateway.sessionIDShape, description: "The `session_id` of its requests.")
    let errors: [GatewayError] = [.sessionsOff, .unknownSession("")] + storeErrors
    return [
      Operation(
        method: .get, path: "/v1/sessions/{id}", id: "getSession", summary: "What was said in a session",
        parameters: [id],
        answers: [
          OperationAnswer(
            "The session.",
            json: Shape.object([
              "id": Shape.text, "object": Shape.word("session"), "system": Shape.orNull(Shape.text),
              "turns": Shape.array(of: Shape.array(of: Shape.anyObject)),
            ]))
        ], errors: errors),
      Operation(
        method: .delete, path: "/v1/sessions/{id}", id: "deleteSession", summary: "Forgets a session",
        parameters: [id],
        answers: [
          OperationAnswer(
            "It is forgotten.",
            json: Shape.object(["id": Shape.text, "object": Shape.word("session"), "deleted": ["const": true]]))
        ], errors: errors),
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] { [] }

  static let storeErrors: [GatewayError] = [.sessionsFailed(GatewayError.storeFails)]

  /// For operations that may begin or continue a session.
  static let links = [
    OperationLink(
      name: "session", operation: "getSession", parameter: "id", expression: "$request.body#/session_id"),
    OperationLink(
      name: "forgetSession", operation: "deleteSession", parameter: "id", expression: "$request.body#/session_id"),
  ]
}

extension Gateway {
  static let sessionIDShape = Shape.text(in: sessionIDLengths)
}
