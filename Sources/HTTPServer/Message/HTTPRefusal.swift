/// A request that the server itself answers, without a handler. What the body says is the application's choice
/// (`HTTPServerConfiguration.refusalBody`).
package enum HTTPRefusal: Sendable, Hashable {
  package enum Malformation: Sendable, Hashable {
    case requestLine
    case target(String)
    case protocolVersion(String)
    /// More than one length, a length beside chunks, or a length that is not a number.
    case bodyLength
    case transferEncoding(String)
  }

  case malformed(Malformation)
  /// The body has more bytes than `limit`.
  case bodyTooLarge(limit: Int)
  /// The bodies of other requests take all the room that there is.
  case noRoomForBody
  case noSuchPath(String)
  case methodNotAllowed(HTTPMethod, allowed: [HTTPMethod])
  /// The server finishes what it has begun and takes nothing new.
  case draining
  /// A handler answered with a header field that cannot be written.
  case unencodableHeader(name: String)

  package var status: HTTPStatus {
    switch self {
    case .malformed(.transferEncoding): .notImplemented
    case .malformed: .badRequest
    case .bodyTooLarge: .contentTooLarge
    case .noSuchPath: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .draining, .noRoomForBody: .serviceUnavailable
    case .unencodableHeader: .internalServerError
    }
  }

  /// The fields that go with the status.
  package var headers: HTTPHeaders {
    switch self {
    case .methodNotAllowed(_, let allowed): ["Allow": allowed.map(\.name).joined(separator: ", ")]
    case .draining, .noRoomForBody: ["Retry-After": "1"]
    default: [:]
    }
  }

  package var message: String {
    switch self {
    case .malformed(.requestLine): "malformed request line"
    case .malformed(.target(let target)): "malformed request target \"\(target)\""
    case .malformed(.protocolVersion(let version)): "unsupported protocol version \"\(version)\""
    case .malformed(.bodyLength): "the length of the body is malformed or ambiguous"
    case .malformed(.transferEncoding(let coding)): "transfer encoding \"\(coding)\" is not supported"
    case .bodyTooLarge(let limit): "the request body is larger than \(limit) bytes"
    case .noRoomForBody: "there is no room for the request body beside those of other requests"
    case .noSuchPath(let path): "no such path: \(path)"
    case .methodNotAllowed(let method, let allowed):
      "method \(method) is not allowed here; allowed: " + allowed.map(\.name).joined(separator: ", ")
    case .draining: "the server is shutting down"
    case .unencodableHeader(let name): "the response's header field \"\(name)\" cannot be written"
    }
  }

  /// The answer, with a body of the application's shape.
  package func response(body: HTTPServerConfiguration.RefusalBody) -> HTTPResponse {
    let (contentType, text) = body(self)
    var response = HTTPResponse(status: status, contentType: contentType, text: text)
    response.headers.fill(from: headers)
    return response
  }
}
