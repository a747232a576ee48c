import JSON
import Rules

enum GenerateDescription: EndpointFamily {
  static let tag = "generate"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    [
      .generating(
        .generate, id: "generate", summary: "A text, or a document of a schema or a contract",
        request: "GenerateRequest", example: example, answer: "Generation",
        event: Shape.reference("GenerationEvent"), endsWithWord: true, links: SessionDescription.links,
        errors: SessionDescription.storeErrors)
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [
      ("GenerateRequest", Shape.either(Shape.reference("PromptRequest"), Shape.reference("MessagesRequest"))),
      ("PromptRequest", request(gateway, ("prompt", Shape.text), instead: "messages")),
      ("MessagesRequest", request(gateway, ("messages", ChatMessageShape.list), instead: "prompt")),
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

  /// - Parameters:
  ///   - said: the field that has what is said.
  ///   - other: the one that it comes instead of.
  private static func request(
    _ gateway: DescribedGateway, _ said: (key: ExactString, shape: JSONValue), instead other: ExactString
  ) -> JSONValue {
    Shape.request(
      .object(JSONObject([.init(key: said.key, value: said.shape)])),
      optional: .object(JSONObject([.init(key: other, value: Shape.null)])),
      [
        "model": gateway.modelShape, "schema": Shape.schema, "max_tokens": Int.budgetShape, "stream": Shape.flag,
        "trace": Shape.flag, "clarify": Shape.flag, "stop": StopSequences.shape(gateway.limits),
        "session_id": Gateway.sessionIDShape,
      ], SamplingFields.shapes, HandlingFields.shapes, ContractFields.shapes, Truncation.shapes, ReportFields.shapes)
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
    "prompt": Operation.exampleText, "schema": Operation.exampleSchema, "max_tokens": 64, "temperature": 0,
  ]
}
