/// What a handler answers.
package struct HTTPResponse: Sendable {
  package enum Body: Sendable {
    case bytes([UInt8])
    /// Chunks written one after another once the head has been sent. The closure runs in the request's task, after
    /// the handler has returned; when it throws, the connection is closed without the end of the body, so that the
    /// client does not take a part for the whole.
    case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
  }

  package var status: HTTPStatus
  /// Lengths, transfer encoding, connection and date are the server's business.
  package var headers: HTTPHeaders
  package var body: Body

  package init(status: HTTPStatus = .ok, headers: HTTPHeaders = [:], body: Body = .bytes([])) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  package init(status: HTTPStatus = .ok, contentType: String, text: String) {
    self.init(status: status, headers: ["Content-Type": contentType], body: .bytes(Array(text.utf8)))
  }
}
