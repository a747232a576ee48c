import HTTPServer

/// A request as it came, with what is known of it before its body is read.
struct AdmittedRequest: Sendable {
  let http: HTTPRequest
  let context: RequestContext

  /// Within the request's own task.
  init(_ http: HTTPRequest) {
    self.http = http
    context = .current ?? RequestContext(http)
  }
}
