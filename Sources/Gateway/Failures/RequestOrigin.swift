package import JSON

/// Where a request came in and what it said, which is all that runs it again.
package struct RequestOrigin: Sendable, Hashable {
  package enum Endpoint: String, Sendable, Hashable, CaseIterable {
    case chat = "/v1/chat/completions"
    case generate = "/v1/generate"
    case responses = "/v1/responses"
  }

  package let endpoint: Endpoint
  package let body: JSONValue

  init(_ endpoint: Endpoint, _ body: JSONValue, _ handling: Handling) {
    self.endpoint = endpoint
    var body = body
    // It may have come as a header field.
    if let allowed = handling.allowed, var members = body.objectValue {
      members["deadline_ms"] = .integer(Int(allowed / .milliseconds(1)))
      body = .object(members)
    }
    self.body = body
  }
}
