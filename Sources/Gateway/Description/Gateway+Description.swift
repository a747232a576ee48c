import HTTPServer
import JSON

/// `GET /openapi.json`.
extension Gateway {
  var described: DescribedGateway {
    DescribedGateway(model: pipeline.modelName, limits: limits, needsKeys: keys != nil)
  }

  var description: JSONValue { OpenAPIDocument.json(described) }

  func showDescription() -> HTTPResponse { Self.answer(description) }
}
