import HTTPServer
import JSON

enum ModelDescription: EndpointFamily {
  static let tag = "models"

  static func operations(_ gateway: DescribedGateway) -> [Operation] {
    let link = OperationLink(
      name: "model", operation: "getModel", parameter: "model", expression: "$response.body#/data/0/id")
    return [
      Operation(
        method: .get, path: "/v1/models", id: "listModels", summary: "The model that is served",
        answers: [
          OperationAnswer(
            "A list of one.",
            json: Shape.object(["object": Shape.word("list"), "data": Shape.array(of: Shape.reference("Model"))]),
            links: [link])
        ]),
      Operation(
        method: .get, path: "/v1/models/{model}", id: "getModel", summary: "One model",
        parameters: [
          OperationParameter(place: .path, name: "model", schema: Shape.text, description: "The model's id.")
        ],
        answers: [OperationAnswer("The model.", json: Shape.reference("Model"))], errors: [.unknownModel("")]),
    ]
  }

  static func schemas(_ gateway: DescribedGateway) -> [(name: String, schema: JSONValue)] {
    [
      (
        "Model",
        Shape.object([
          "id": Shape.text, "object": Shape.word("model"), "created": Shape.count, "owned_by": Shape.text,
        ])
      )
    ]
  }
}
