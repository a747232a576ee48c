import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(15))) struct LifecycleTests {
  private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func serves200ConnectionsAtOnce() async throws {
    let arrived = Signal()
    // No handler answers before all requests are there.
    let handler: HTTPServer.Handler = { _ in
      arrived.send()
      do { try await arrived.wait(times: 200) } catch { return HTTPResponse(status: .internalServerError) }
      return HTTPResponse(contentType: "text/plain", text: "all here")
    }
    try await withServer(handler: handler) { server in
      let clients = try (0..<200).map { _ in try LoopbackClient(port: server.port) }
      for _ in 0..<3 {
        for client in clients { try await client.send(Self.request) }
        for client in clients { #expect(try await client.response().body == "all here") }
      }
    }
  }

  @Test func moreConnectionsThanTheLimitWaitUntilOthersEnd() async throws {
    var configuration = HTTPServerConfiguration()
    configuration.connectionLimit = 3
    try await withServer(configuration, handler: echo) { server in
      var clients = try (0..<3).map { _ in try LoopbackClient(port: server.port) }
      for client in clients {
        try await client.send(Self.request)
        #expect(try await client.response().status == 200)
      }
      let fourth = try LoopbackClient(port: server.port)
      try await fourth.send(Self.request)
      // The others are answered while it waits.
      for client in clients {
        try await client.send(Self.request)
        #expect(try await client.response().status == 200)
      }
      #expect(server.connections == 3)
      try await fourth.poll()
      #expect(fourth.text.isEmpty)
      clients.removeLast().close()
      #expect(try await fourth.response().status == 200)
      #expect(server.connections == 3)
    }
  }

  /// One of the threads that read sockets is as good as all: none waits for what a handler waits for.
  @Test func handlersThatWaitShareOneThread() async throws {
    var configuration = HTTPServerConfiguration()
    configuration.threads = 1
    let turn = Signal()
    let handler: HTTPServer.Handler = { request in
      do {
        if request.path == "/first" { try await turn.wait() } else { turn.send() }
        try await Task.sleep(for: .milliseconds(1))
        async let half = String(decoding: request.body, as: UTF8.self)
        return HTTPResponse(contentType: "text/plain", text: await half + request.path)
      } catch {
        return HTTPResponse(status: .internalServerError)
      }
    }
    try await withServer(configuration, handler: handler) { server in
      let (first, second) = (try LoopbackClient(port: server.port), try LoopbackClient(port: server.port))
      for _ in 0..<20 {
        try await first.send("POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na")
        try await second.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try await second.response().body == "/second")
        #expect(try await first.response().body == "a/first")
      }
    }
  }

  @Test func slowClientsHinderNobody() async throws {
    try await withServer(handler: echo) { server in
      let slow = try (0..<100).map { _ in try LoopbackClient(port: server.port) }
      for client in slow { try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc") }
      let quick = try LoopbackClient(port: server.port)
      for _ in 0..<50 {
        try await quick.send(Self.request)
        #expect(try await quick.response().status == 200)
      }
    }
  }

  @Test func drainFinishesWhatRunsAndRefusesTheRest() async throws {
    let (started, finish) = (Signal(), Signal())
    let handler: HTTPServer.Handler = { request in
      if request.path == "/slow" {
        started.send()
        do { try await finish.wait() } catch { return HTTPResponse(status: .internalServerError) }
      }
      return HTTPResponse(contentType: "text/plain", text: "done")
    }
    try await withServer(handler: handler) { server in
      let running = try LoopbackClient(port: server.port)
      let idle = try LoopbackClient(port: server.port)
      try await idle.send(Self.request)
      #expect(try await idle.response().status == 200)
      try await running.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")
      try await started.wait()

      #expect(await server.drain(timeout: .zero) == false)
      #expect(throws: LoopbackClient.Failure.self) { try LoopbackClient(port: server.port) }
      try await idle.send(Self.request)
      let refused = try await idle.response()
      #expect(refused.status == 503)
      #expect(refused.headers["retry-after"] == "1")
      #expect(refused.headers["connection"]?.lowercased() == "close")
      try await idle.waitForEnd()

      finish.send()
      #expect(await server.drain(timeout: .seconds(20)))
      #expect(try await running.response().body == "done")
      try await running.waitForEnd()
    }
  }

  @Test func stopCancelsWhatRuns() async throws {
    let (started, cancelled) = (Signal(), Signal())
    let handler: HTTPServer.Handler = { request in
      started.send()
      do { try await Task.sleep(for: .seconds(60)) } catch { cancelled.send() }
      return HTTPResponse()
    }
    let server = try HTTPServer.start(host: "127.0.0.1", port: 0, handler: handler)
    let clients = try (0..<5).map { _ in try LoopbackClient(port: server.port) }
    for client in clients { try await client.send(Self.request) }
    try await started.wait(times: 5)
    #expect(await server.stop())
    #expect(cancelled.times == 5)
    for client in clients { try await client.waitForEnd() }
    #expect(await server.stop())
  }

  @Test func listensOnNamesAndSaysWhatItCannot() async throws {
    try await withServer(handler: echo) { server in
      #expect(server.port != 0)
      let named = try HTTPServer.start(host: "localhost", port: 0, handler: echo)
      await named.stop()
      let failure = #expect(throws: HTTPServerError.self) {
        try HTTPServer.start(host: "127.0.0.1", port: server.port, handler: echo)
      }
      guard case .cannotListen(_, server.port, _, _) = failure else {
        Issue.record("unexpected: \(String(describing: failure))")
        return
      }
    }
    #expect(throws: HTTPServerError.unknownHost("no.such.host.invalid")) {
      try HTTPServer.start(host: "no.such.host.invalid", port: 0, handler: echo)
    }
  }
}
