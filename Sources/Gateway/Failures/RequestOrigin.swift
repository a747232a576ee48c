package import JSON

/// Where a request came in and what it said, which is all that runs it again.
package struct RequestOrigin: Sendable, Hashable {
  package enum Endpoint: String, Sendable, Hashable {
    case chat = "/v1/chat/completions"
    case generate = "/v1/generate"
  }

  package let endpoint: Endpoint
  package let body: JSONValue

  package init(_ endpoint: Endpoint, _ body: JSONValue) {
    self.endpoint = endpoint
    self.body = body
  }
}
