import HTTPServer
import JSON
import Schema

/// What is said of schemas, without generating anything.
enum SchemaDescription: EndpointFamily {
  static let tag = "schemas"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    [
      Operation(
        method: .post, path: "/v1/schemas/check", id: "checkSchema",
        summary: "What the masks make of a schema, or of the one of a contract", parameters: Handling.parameters,
        body: Operation.Body(schema: request),
        answers: [
          OperationAnswer("The report, also of a schema that is refused.", json: Shape.reference("SchemaReport"))
        ],
        errors: GatewayError.ofBodies + [
          .conflict(.body, with: .body, reason: ""), .schemaTooLarge(.body, bytes: 0, limit: 0),
          .schemaRefused(.body, reason: ""), .unknownContract(ContractReference(GatewayError.anyContract)),
          .contractRetired(GatewayError.anyContract), .deadlineExceeded(milliseconds: 0),
          .generationFailed(reason: ""),
        ])
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [("SchemaReport", report)]
  }

  private static let request: JSONValue = {
    let deadline: JSONValue = ["deadline_ms": Shape.integer(in: HandlingFields.milliseconds)]
    return Shape.either(
      Shape.request(["schema": Shape.schema], optional: deadline, ["contract": Shape.null]),
      Shape.request(["contract": ContractReference.shape], optional: deadline, ["schema": Shape.null]))
  }()

  private static let places: JSONValue = Shape.array(
    of: Shape.object(
      ["location": Shape.orNull(Shape.text), "code": Shape.text, "message": Shape.text],
      optional: ["severity": Shape.text, "conflicting": Shape.array(of: Shape.text)]))

  private static let report = Shape.object([
    "verdict": Shape.word("enforced", "refused", "unsatisfiable"), "draft": Shape.text,
    "property_order": Shape.word("declared", "any"), "format": Shape.word("assertion", "annotation"),
    "counts": Shape.object([
      "masked": Shape.count, "guarded": Shape.count, "annotation": Shape.count, "refused": Shape.count,
    ]),
    "refusals": places,
    "shortest": Shape.orNull(
      Shape.object(["bytes": Shape.count, "tokens": Shape.orNull(Shape.count), "text": Shape.text])),
    "longest": Shape.object(["bytes": Shape.orNull(Shape.count)]), "notes": places, "lint": places,
    "keywords": Shape.array(
      of: Shape.object(
        ["location": Shape.text, "status": Shape.word("masked", "guarded", "annotation", "refused")],
        optional: ["reason": Shape.text])),
  ])
}
