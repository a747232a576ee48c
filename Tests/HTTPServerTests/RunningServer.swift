@testable import HTTPServer

/// Runs `body` against a server on a free port, and stops it afterwards.
func withServer(
  _ configuration: HTTPServerConfiguration = HTTPServerConfiguration(),
  handler: @escaping HTTPServer.Handler, _ body: (HTTPServer) async throws -> Void
) async throws {
  let server = try HTTPServer.start(host: "127.0.0.1", port: 0, configuration: configuration, handler: handler)
  do {
    try await body(server)
  } catch {
    await server.stop()
    throw error
  }
  await server.stop()
}

/// Answers with the method, the path and the body of the request.
let echo: HTTPServer.Handler = { request in
  HTTPResponse(
    contentType: "text/plain",
    text: "\(request.method) \(request.path) " + String(decoding: request.body, as: UTF8.self))
}
