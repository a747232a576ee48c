import HTTPServer
import JSON

extension Operation {
  /// An endpoint that generates, whole or as events.
  ///
  /// - Parameters:
  ///   - request, answer: names of schemas.
  ///   - event: the data of one event.
  ///   - endsWithWord: whether a word ends a stream.
  static func generating(
    _ endpoint: RequestOrigin.Endpoint, id: String, summary: String, request: String, example: JSONValue,
    answer: String, event: JSONValue, endsWithWord: Bool, links: [OperationLink] = [], errors: [GatewayError] = []
  ) -> Operation {
    let events = ServerSentEvents.shape(of: event, endsWithWord: endsWithWord)
    return Operation(
      method: .post, path: endpoint.rawValue, id: id, summary: summary, parameters: Handling.parameters,
      body: Body(schema: Shape.reference(request), example: example),
      answers: [
        OperationAnswer(
          "The answer, whole or as events.",
          [(OpenAPIDocument.jsonType, Shape.reference(answer)), (ServerSentEvents.contentType, events)],
          headers: Provenance.shapes, links: links)
      ],
      errors: GatewayError.ofGeneration + errors)
  }

  /// What examples ask about.
  static let exampleText: JSONValue = "Anna Lee is 34 years old."

  /// What they want to know.
  static let exampleSchema: JSONValue = [
    "type": "object", "properties": ["name": ["type": "string", "maxLength": 20], "age": ["type": "integer"]],
    "required": ["name", "age"], "additionalProperties": false,
  ]
}
