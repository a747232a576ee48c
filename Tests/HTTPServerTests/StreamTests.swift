import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(15))) struct StreamTests {
  private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func sendsEventsAsTheyCome() async throws {
    let read = Signal()
    let handler: HTTPServer.Handler = { _ in
      HTTPResponse(
        headers: ["Content-Type": "text/event-stream"],
        body: .stream { writer in
          for turn in 0..<5 {
            try await writer.write("data: \(turn)\n\n")
            try await read.wait(times: turn + 1)
          }
        })
    }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.request)
      try await client.waitFor("text/event-stream")
      for turn in 0..<5 {
        try await client.waitFor("data: \(turn)\n\n")
        read.send()
      }
      #expect(try await client.response().body == (0..<5).map { "data: \($0)\n\n" }.joined())
      // The connection is good for another request.
      for _ in 0..<10 { read.send() }
      try await client.send(Self.request)
      #expect(try await client.response().status == 200)
    }
  }

  @Test func leavesOutTheEndWhenTheProducerFails() async throws {
    struct Broken: Error {}
    let handler: HTTPServer.Handler = { _ in
      HTTPResponse(
        body: .stream { writer in
          try await writer.write("part")
          throw Broken()
        })
    }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.request)
      await #expect(throws: LoopbackClient.Failure.self) { try await client.response() }
      #expect(client.isAtEnd)
    }
  }

  /// A client that reads nothing holds the writer back, and is cut off in the end.
  @Test func boundsWhatWaitsForASlowReader() async throws {
    let written = Lock(0)
    let gone = Signal()
    let handler: HTTPServer.Handler = { _ in
      HTTPResponse(
        body: .stream { writer in
          let chunk = [UInt8](repeating: 0x78, count: 10_000)
          do {
            while true {
              try await writer.write(chunk)
              written.withLock { $0 += chunk.count }
            }
          } catch {
            #expect(error as? HTTPServerError == .clientGone)
            #expect(Task.isCancelled)
            gone.send()
            throw error
          }
        })
    }
    var configuration = HTTPServerConfiguration()
    configuration.inactivityTimeout = .seconds(1)
    try await withServer(configuration, handler: handler) { server in
      let client = try LoopbackClient(port: server.port, receiveBuffer: 4096)
      try await client.send(Self.request)
      try await gone.wait()
      // What the kernel's buffers take, and the server's own little.
      #expect(written.withLock { $0 } < 32 << 20)
    }
  }

  @Test func deliversMegabytesWhole() async throws {
    let handler: HTTPServer.Handler = { _ in
      HTTPResponse(
        body: .stream { writer in
          for turn in 0..<300 { try await writer.write([UInt8](repeating: UInt8(0x41 + turn % 26), count: 20_001)) }
        })
    }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.request)
      try await client.waitFor("\r\n\r\n")
      _ = try await client.response(toHead: true)
      var count = 0
      while let chunk = try await client.nextChunk() {
        for byte in chunk {
          if byte != UInt8(0x41 + count / 20_001 % 26) { Issue.record("byte \(count)") }
          count += 1
        }
      }
      #expect(count == 300 * 20_001)
    }
  }
}
