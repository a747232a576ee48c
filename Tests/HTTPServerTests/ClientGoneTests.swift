import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(15))) struct ClientGoneTests {
  private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  /// Waits to be cancelled.
  private static func untilCancelled(_ started: Signal, _ cancelled: Signal) async {
    started.send()
    do {
      try await Task.sleep(for: .seconds(60))
    } catch {
      cancelled.send()
    }
  }

  @Test func cancelsTheHandler() async throws {
    let (started, cancelled) = (Signal(), Signal())
    let handler: HTTPServer.Handler = { _ in
      await Self.untilCancelled(started, cancelled)
      return HTTPResponse()
    }
    try await withServer(handler: handler) { server in
      let clients = try (0..<20).map { _ in try LoopbackClient(port: server.port) }
      for client in clients { try await client.send(Self.request) }
      try await started.wait(times: 20)
      #expect(cancelled.times == 0)
      for client in clients { client.close() }
      try await cancelled.wait(times: 20)
      while server.connections > 0 { try await Task.sleep(for: .milliseconds(1)) }
    }
  }

  @Test func cancelsAStreamThatIsSilent() async throws {
    let (started, cancelled) = (Signal(), Signal())
    let handler: HTTPServer.Handler = { _ in
      HTTPResponse(
        body: .stream { writer in
          try await writer.write("first")
          await Self.untilCancelled(started, cancelled)
          await #expect(throws: HTTPServerError.clientGone) { try await writer.write("second") }
        })
    }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.request)
      try await client.waitFor("first")
      try await started.wait()
      client.close()
      try await cancelled.wait()
    }
  }

  @Test func cancelsAStreamThatIsWriting() async throws {
    let gone = Signal()
    let handler: HTTPServer.Handler = { _ in
      HTTPResponse(
        body: .stream { writer in
          defer { gone.send() }
          while true { try await writer.write("more and more ") }
        })
    }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.request)
      try await client.waitFor("more")
      client.close()
      try await gone.wait()
    }
  }

  @Test func answersAHalfClosedConnection() async throws {
    var configuration = HTTPServerConfiguration()
    configuration.halfCloseGrace = .seconds(20)
    try await withServer(configuration, handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.request + Self.request)
      client.closeSendingSide()
      #expect(try await client.response().status == 200)
      #expect(try await client.response().status == 200)
      try await client.waitForEnd()
    }
  }

  @Test func cutsOffClientsThatNeverFinishTheirRequest() async throws {
    var configuration = HTTPServerConfiguration()
    configuration.headerTimeout = .milliseconds(500)
    configuration.bodyTimeout = .milliseconds(500)
    try await withServer(configuration, handler: echo) { server in
      let header = try LoopbackClient(port: server.port)
      let body = try LoopbackClient(port: server.port)
      try await body.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n")
      try await header.send("GET / HTTP/1.1\r\n")
      var turn = 0
      while !header.isAtEnd || !body.isAtEnd {
        // A byte now and then does not help.
        try await header.send("X-\(turn): a\r\n")
        try await body.send("a")
        try await Task.sleep(for: .milliseconds(20))
        try await header.poll()
        try await body.poll()
        turn += 1
        if turn > 500 { throw Signal.NeverCame() }
      }
    }
  }
}
