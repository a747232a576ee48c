package import JSON

/// What a job came to.
package struct JobAnswer: Sendable, Hashable {
  /// An HTTP status.
  package let status: Int
  /// Header fields that say where the answer comes from.
  package let headers: JSONObject
  package let body: JSONValue

  package init(status: Int, headers: JSONObject, body: JSONValue) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package var json: JSONValue { ["status": .integer(status), "headers": .object(headers), "body": body] }
}
