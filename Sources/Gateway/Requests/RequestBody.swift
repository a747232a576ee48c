package import HTTPServer
package import JSON

/// The JSON body of a request.
package enum RequestBody {
  /// Only `application/json` is read: a page in a browser can send other types to any server without asking it first,
  /// also to one that listens on the loopback interface.
  package static func read(_ request: HTTPRequest, limits: GatewayLimits) throws(GatewayError) -> JSONValue {
    try checkType(request)
    do {
      return try JSONParser.parse(bytes: request.body, options: .init(maximumDepth: limits.bodyDepth))
    } catch {
      throw .invalidJSON(error)
    }
  }

  static func checkType(_ request: HTTPRequest) throws(GatewayError) {
    let type = request.headers["Content-Type"]
    let essence = type?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    guard essence == "application/json" else { throw .unsupportedMediaType(type) }
  }
}
