import HTTPServer
import JSON
import Rules

enum ContractDescription: EndpointFamily {
  static let tag = "contracts"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    let reference = OperationParameter(
      place: .path, name: "contract", schema: ContractReference.shape, description: "The contract.")
    let version = OperationParameter(
      place: .path, name: "contract", schema: ContractID.shape, description: "One version of a contract.")
    let summary = Shape.reference("ContractSummary")
    let malformed = GatewayError.outOfRange(.body, allowed: "", given: "")
    let unknown = GatewayError.unknownContract(ContractReference(GatewayError.anyContract))
    let notStored = GatewayError.contractNotStored(GatewayError.anyContract, reason: "")
    return [
      Operation(
        method: .post, path: "/v1/contracts", id: "createContract", summary: "Registers a contract",
        body: Operation.Body(schema: Shape.reference("Contract"), example: example),
        answers: [
          OperationAnswer("It was there already.", json: summary, links: links),
          OperationAnswer(
            status: .created, "It is registered.", json: summary,
            headers: [OperationHeader(name: "Location", description: "Where it is.", schema: Shape.text)], links: links),
        ],
        errors: GatewayError.ofBodies + [
          .schemaTooLarge(.body, bytes: 0, limit: 0), .contractRefused(.body, .accepted),
          .contractExists(GatewayError.anyContract), notStored, .generationFailed(reason: ""),
        ]),
      Operation(
        method: .get, path: "/v1/contracts", id: "listContracts", summary: "All contracts",
        answers: [
          OperationAnswer(
            "The contracts.", json: Shape.object(["object": Shape.word("list"), "data": Shape.array(of: summary)]),
            links: [
              OperationLink(
                name: "contract", operation: "getContract", parameter: "contract",
                expression: "$response.body#/data/0/id")
            ])
        ]),
      Operation(
        method: .get, path: "/v1/contracts/{contract}", id: "getContract", summary: "A contract as it was given",
        parameters: [reference],
        answers: [
          OperationAnswer(
            "The contract.",
            json: Shape.object(Shape.joined(ContractRegistry.Entry.shapes, ["contract": Shape.anyObject])))
        ], errors: [malformed, unknown]),
      Operation(
        method: .delete, path: "/v1/contracts/{contract}", id: "retireContract",
        summary: "Takes a version out of use; it is still shown, and stays taken",
        parameters: [version], answers: [OperationAnswer("It is retired.", json: summary)],
        errors: [malformed, unknown, notStored]),
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [("Contract", Contract.shape), ("ContractSummary", Shape.object(ContractRegistry.Entry.shapes))]
  }

  private static let links = [
    OperationLink(
      name: "contract", operation: "getContract", parameter: "contract", expression: "$response.body#/id"),
    OperationLink(
      name: "retireContract", operation: "retireContract", parameter: "contract", expression: "$response.body#/id"),
  ]

  private static let example: JSONValue = [
    "name": "reply", "version": "1",
    "schema": [
      "type": "object", "properties": ["text": ["type": "string", "minLength": 1, "maxLength": 20]],
      "required": ["text"], "additionalProperties": false,
    ],
    "fallback": ["static": ["text": "We will write to you."]],
  ]
}

extension ContractRegistry.Entry {
  fileprivate static let shapes: JSONValue = [
    "id": Shape.text, "object": Shape.word("contract"), "name": Shape.text, "version": Shape.text,
    "description": Shape.orNull(Shape.text), "retired": Shape.flag, "schema_hash": Shape.text,
    "rules": Shape.array(of: Shape.text), "rules_in_mask": Shape.array(of: Shape.text),
    "fallback": Shape.word("error", "static", "template"),
    "examples": Shape.object(["valid": Shape.count, "invalid": Shape.count]),
  ]
}

extension Contract {
  /// As it is registered, which names name and version.
  fileprivate static let shape = Shape.request(
    [
      "name": Shape.text(matching: "^\(ContractID.namePattern)$"),
      "version": Shape.text(matching: "^\(ContractVersion.pattern)$"), "schema": Shape.schema,
      "fallback": ContractFallback.shape,
    ],
    optional: [
      "description": Shape.text, "prompt": Shape.text, "rules": Shape.array(of: Rule.shape),
      "limits": ContractLimits.shape, "examples": ContractExample.shape,
    ])
}

extension ContractFallback {
  fileprivate static let shape = Shape.either(
    Shape.word("error"),
    Shape.request(["static": ["not": ["type": "null"]]], optional: ["template": Shape.anything]))
}

extension ContractLimits {
  fileprivate static let shape = Shape.request(optional: [
    "max_tokens": Int.budgetShape, "deadline_ms": Shape.integer(in: deadlineMilliseconds),
    "attempts": Shape.integer(in: attemptsRange),
  ])
}

extension ContractExample {
  fileprivate static let shape = Shape.request(optional: [
    "valid": Shape.array(of: Shape.request(required, optional: fields)),
    "invalid": Shape.array(of: Shape.request(required, optional: fields, ["breaks": Shape.text])),
  ])

  private static let required: JSONValue = ["output": ["not": ["type": "null"]]]
  private static let fields: JSONValue = [
    "description": Shape.text, "text": Shape.text, "variables": Shape.anyObject, "now": Shape.time,
  ]
}

extension Rule {
  /// Unlike elsewhere, `null` is a value here.
  fileprivate static let shape = Shape.object(
    ["id": words, "expression": words],
    optional: [
      "message": words, "messageExpression": words, "severity": Shape.word(of: Severity.self),
      "attempts": Shape.integer(in: attemptsRange), "reason": words,
    ])

  private static let words: JSONValue = ["type": "string", "minLength": 1]
}
