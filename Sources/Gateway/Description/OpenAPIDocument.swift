import HTTPServer
import JSON

/// The description of the API in OpenAPI 3.1.
enum OpenAPIDocument {
  static let path = "/openapi.json"
  static let jsonType = "application/json"
  static let securityScheme: ExactString = "key"

  static let families: [any EndpointFamily.Type] = [
    ChatDescription.self, ResponsesDescription.self, GenerateDescription.self, ContractDescription.self,
    JobDescription.self, SessionDescription.self, FailureDescription.self, ModelDescription.self,
    SchemaDescription.self, ServiceDescription.self, ConsoleDescription.self,
  ]

  static func json(_ gateway: DescribedGateway) -> JSONValue {
    var schemas = commonSchemas(gateway)
    for family in families {
      for (name, schema) in family.schemas(gateway) {
        precondition(schemas[ExactString(name)] == nil, "two schemas are called \(name)")
        schemas[ExactString(name)] = schema
      }
    }
    var components = JSONObject([
      .init(key: "schemas", value: .object(schemas)),
      .init(
        key: "headers",
        value: [
          "RequestId": [
            "description": "The request's own id, or a new one.", "schema": Shape.text,
          ],
          "Trace": [
            "description": "W3C Trace Context: the request's trace, or a new one.", "schema": Shape.text,
          ],
        ]),
    ])
    if gateway.needsKeys {
      components["securitySchemes"] = .object(
        JSONObject([
          .init(
            key: securityScheme,
            value: ["type": "http", "scheme": "bearer", "description": "A key that `sluice keys` has made."])
        ]))
    }
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Sluice", "version": "1",
        "summary": "Structured output: a schema and a prompt go in, a document that is valid for the schema comes out.",
        "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
      ],
      "servers": [["url": "/"]],
      "tags": .array(families.map { ["name": .string($0.tag)] }),
      "paths": paths(gateway), "components": .object(components),
    ]
  }

  private static func paths(_ gateway: DescribedGateway) -> JSONValue {
    var paths = JSONObject()
    for family in families {
      for operation in family.operations(gateway) {
        let (path, method) = (ExactString(operation.path), ExactString(operation.method.name.lowercased()))
        var item = paths[path]?.objectValue ?? JSONObject()
        precondition(item[method] == nil, "\(operation.method) \(operation.path) is described twice")
        item[method] = operation.json(tag: family.tag, needsKeys: gateway.needsKeys)
        paths[path] = .object(item)
      }
    }
    return .object(paths)
  }

  private static func commonSchemas(_ gateway: DescribedGateway) -> JSONObject {
    JSONObject([
      .init(key: "Error", value: GatewayError.shape), .init(key: "Usage", value: Usage.shape),
      .init(key: "Content", value: ContentParts.shape(types: ["text"])),
      .init(key: "Message", value: ChatMessageShape.message),
      .init(key: "Token", value: TokenAnswer.shape),
    ])
  }
}
