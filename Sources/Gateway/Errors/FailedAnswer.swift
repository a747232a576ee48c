import HTTPServer

/// Why there is no answer, with what the header fields tell of how it was tried.
struct FailedAnswer: Error {
  let error: GatewayError
  let headers: HTTPHeaders
}
