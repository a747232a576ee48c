import Testing

@testable import HTTPServer

@Suite struct RequestTests {
  @Test func keepsAConnectionAlive() async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      for turn in 0..<5 {
        try await client.send("POST /turn/\(turn) HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
        let response = try await client.response()
        #expect(response.status == 200)
        #expect(response.body == "POST /turn/\(turn) hi")
      }
    }
  }

  @Test func answersPipelinedRequestsInOrder() async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(
        (0..<8).map { "POST /\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n\($0)" }.joined())
      for turn in 0..<8 { #expect(try await client.response().body == "POST /\(turn) \(turn)") }
    }
  }

  @Test func decodesQueryAndKeepsHeaders() async throws {
    let handler: HTTPServer.Handler = { request in
      let query = request.query.map { "\($0.name)=\($0.value ?? "nil")" }.joined(separator: ";")
      return HTTPResponse(contentType: "text/plain", text: "\(query) \(request.headers["x-CUSTOM"] ?? "nil")")
    }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send("GET /p?a=1%202+3&b&c=%zz HTTP/1.1\r\nHost: a\r\nX-Custom: some value\r\n\r\n")
      #expect(try await client.response().body == "a=1 2 3;b=nil;c=%zz some value")
    }
  }

  @Test func readsAbsoluteForm() async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send("GET http://example.org/a%2Fb?x=1 HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try await client.response().body == "GET /a%2Fb ")
    }
  }

  @Test func leavesTheBodyOutOfHead() async throws {
    let handler: HTTPServer.Handler = { request in
      request.path == "/stream"
        ? HTTPResponse(body: .stream { _ in Issue.record("a stream for HEAD") })
        : HTTPResponse(contentType: "text/plain", text: "12345")
    }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      for path in ["/bytes", "/stream"] {
        try await client.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        let response = try await client.response(toHead: true)
        #expect(response.status == 200)
        #expect(response.headers["content-length"] == (path == "/bytes" ? "5" : nil))
      }
      try await client.waitForEnd()
      #expect(client.text.isEmpty)
    }
  }

  @Test(arguments: [
    "GET /\r\n\r\n",
    "GET nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\na",
    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  ])
  func answersMalformedRequestsWith400(_ text: String) async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(text)
      #expect(try await client.response().status == 400)
      try await client.waitForEnd()
    }
  }

  @Test(arguments: [("GET /\(String(repeating: "a", count: 70_000))", 414), ("GET /", 431)])
  func answersHeadsThatAreTooLarge(_ line: String, _ status: Int) async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send("\(line) HTTP/1.1\r\nHost: a\r\nX-A: \(String(repeating: "a", count: 70_000))\r\n\r\n")
      #expect(try await client.response().status == status)
      #expect(HTTPStatus.ofLibrary.map { Int($0.code) }.contains(status))
    }
  }

  @Test func answersOtherVersionsWith505() async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send("GET / HTTP/3.7\r\nHost: a\r\n\r\n")
      #expect(try await client.response().status == 505)
    }
  }

  /// A line of one word is no request at all.
  @Test func closesOnWhatIsNoRequest() async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send("GARBAGE\r\n\r\n")
      try await client.waitForEnd()
      #expect(client.text.isEmpty)
    }
  }

  @Test func refusesUnknownTransferEncodings() async throws {
    try await withServer(handler: echo) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n")
      #expect(try await client.response().status == 501)
    }
  }

  @Test func neverWritesAFieldThatSplitsTheResponse() async throws {
    let handler: HTTPServer.Handler = { _ in HTTPResponse(headers: ["X-Name": "a\r\nX-Other: b"]) }
    try await withServer(handler: handler) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      let response = try await client.response()
      #expect(response.status == 500)
      #expect(response.headers["x-other"] == nil)
      #expect(response.body == "the response's header field \"X-Name\" cannot be written\n")
    }
  }
}
