import HTTPServer
import JSON
import Rules

enum GenerateDescription: EndpointFamily {
  static let tag = "generate"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    [
      Operation(
        method: .post, path: RequestOrigin.Endpoint.generate.rawValue, id: "generate",
        summary: "A text, or a document of a schema or a contract", parameters: Handling.parameters,
        body: Operation.Body(schema: Shape.reference("GenerateRequest"), example: example),
        answers: [
          OperationAnswer(
            "The text, whole or as events.",
            [
              (OpenAPIDocument.jsonType, Shape.reference("Generation")),
              (
                ServerSentEvents.contentType,
                ServerSentEvents.shape(of: Shape.reference("GenerationEvent"), endsWithWord: true)
              ),
            ],
            headers: Provenance.shapes, links: SessionDescription.links)
        ],
        errors: GatewayError.ofGeneration + [.sessionsFailed(GatewayError.storeFails)])
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [
      ("GenerateRequest", request(gateway)),
      (
        "Generation",
        Shape.object(
          Shape.joined(
            head,
            ["finish_reason": finishReason, "usage": Shape.reference("Usage"), "metadata": metadata]),
          optional: ["value": Shape.anything, "tokens": tokens, "clarify": Shape.text])
      ),
      (
        "GenerationEvent",
        Shape.object(
          head,
          optional: [
            "tokens": tokens, "clarify": Shape.text, "finish_reason": finishReason, "usage": Shape.reference("Usage"),
            "metadata": metadata,
          ])
      ),
    ]
  }

  private static let head: JSONValue = [
    "id": Shape.text, "object": Shape.word("generation"), "created": Shape.count, "model": Shape.text,
    "text": Shape.text,
  ]
  private static let tokens = Shape.either(
    Shape.array(of: Shape.reference("Token")), Shape.array(of: TokenAnswer.traceShape))
  private static let finishReason = Shape.word("stop", "length", "clarify")

  private static func request(_ gateway: DescribedGateway) -> JSONValue {
    let shape = Shape.request(
      optional: [
        "prompt": Shape.text, "messages": ChatMessageShape.list,
        "model": gateway.modelShape, "schema": Shape.schema, "max_tokens": Int.budgetShape,
        "stream": Shape.flag, "trace": Shape.flag, "clarify": Shape.flag, "stop": StopSequences.shape(gateway.limits),
        "session_id": Gateway.sessionIDShape,
      ], SamplingFields.shapes, HandlingFields.shapes, ContractFields.shapes, Truncation.shapes, ReportFields.shapes)
    var members = shape.objectValue!
    members["oneOf"] = .array([
      ["required": ["prompt"], "properties": ["prompt": Shape.text]],
      ["required": ["messages"], "properties": ["messages": ["type": "array"]]],
    ])
    return .object(members)
  }

  private static let metadata = Shape.object(
    [
      "source": Shape.word("model", "fallback"), "attempts": Shape.count, "seed": Shape.orNull(["type": "integer"]),
      "temperature": Shape.orNull(Shape.number),
    ],
    optional: [
      "contract": Shape.text, "schema_hash": Shape.text,
      "rules": Shape.object([
        "ran": Shape.array(of: Shape.text), "in_mask": Shape.array(of: Shape.text), "flagged": Shape.array(of: verdict),
        "rejected": Shape.array(of: verdict),
      ]),
      "fallback": Shape.object([
        "kind": Shape.word("template", "static"),
        "reason": Shape.object(["code": Shape.text, "message": Shape.text]),
        "template_failure": Shape.orNull(Shape.text),
      ]), "milliseconds": Shape.number,
    ])

  private static let verdict = Shape.object(RuleVerdict.members, optional: ["attempt": Shape.count])

  private static let example: JSONValue = [
    "prompt": "Anna Lee is 34 years old.",
    "schema": [
      "type": "object", "properties": ["name": ["type": "string", "maxLength": 20], "age": ["type": "integer"]],
      "required": ["name", "age"], "additionalProperties": false,
    ],
    "max_tokens": 64, "temperature": 0,
  ]
}
