import HTTPServer
import JSON

/// `GET /openapi.json`.
extension Gateway {
  var described: DescribedGateway {
    DescribedGateway(model: pipeline.modelName, limits: limits, needsKeys: keys != nil)
  }

  var description: JSONValue { OpenAPIDocument.json(described) }

  func showDescription() -> HTTPResponse {
    let bytes = writtenDescription.bytes { Array(JSONWriter.write(description).utf8) }
    return HTTPResponse(headers: ["Content-Type": OpenAPIDocument.jsonType], body: .bytes(bytes))
  }
}
