import HTTPServer
import JSON

/// An answer of an endpoint that is no error.
struct OperationAnswer: Sendable {
  var status = HTTPStatus.ok
  let description: String
  /// By content type.
  let content: [(type: String, schema: JSONValue)]
  var headers: [OperationHeader] = []
  var links: [OperationLink] = []

  init(
    status: HTTPStatus = .ok, _ description: String, _ content: [(type: String, schema: JSONValue)],
    headers: [OperationHeader] = [], links: [OperationLink] = []
  ) {
    self.status = status
    self.description = description
    self.content = content
    self.headers = headers
    self.links = links
  }

  init(
    status: HTTPStatus = .ok, _ description: String, json schema: JSONValue, headers: [OperationHeader] = [],
    links: [OperationLink] = []
  ) {
    self.init(
      status: status, description, [(OpenAPIDocument.jsonType, schema)], headers: headers, links: links)
  }
}
