package import HTTPServer

extension Gateway {
  /// Serves until SIGTERM or SIGINT comes, then lets what runs finish for at most `drainTimeout`.
  ///
  /// - Parameter onListening: told the port, which is the real one also when `port` is 0.
  /// - Returns: whether everything that had begun was answered.
  package func serve(
    host: String, port: UInt16, tls: TLSIdentity? = nil, drainTimeout: Duration = .seconds(20),
    onListening: @Sendable (UInt16) -> Void
  ) async throws(HTTPServerError) -> Bool {
    ShutdownSignal.catchSignals()
    let server = try start(host: host, port: port, tls: tls)
    onListening(server.port)
    try await ShutdownSignal.wait()
    let isDrained = await server.drain(timeout: drainTimeout)
    await server.stop()
    await jobs?.stop()
    return isDrained
  }
}
