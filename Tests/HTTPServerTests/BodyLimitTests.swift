import Testing

@testable import HTTPServer

@Suite struct BodyLimitTests {
  private static let limit = 100_000
  private static var configuration: HTTPServerConfiguration {
    var configuration = HTTPServerConfiguration()
    configuration.bodyLimit = limit
    configuration.discardLimit = limit
    configuration.refusalBody = { ("application/json", "{\"refused\":\"\($0.message)\"}") }
    return configuration
  }
  private static let length: HTTPServer.Handler = { request in
    HTTPResponse(contentType: "text/plain", text: String(request.body.count))
  }
  private static let refusal = "{\"refused\":\"the request body is larger than 100000 bytes\"}"

  private static func head(_ length: Int, _ more: String = "") -> String {
    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(length)\r\n\(more)\r\n"
  }

  private static func chunked(_ length: Int) -> String {
    var text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    var rest = length
    while rest > 0 {
      let size = min(rest, 7777)
      text += String(size, radix: 16) + "\r\n" + String(repeating: "x", count: size) + "\r\n"
      rest -= size
    }
    return text + "0\r\n\r\n"
  }

  @Test func takesBodiesUpToTheLimit() async throws {
    try await withServer(Self.configuration, handler: Self.length) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.head(Self.limit) + String(repeating: "x", count: Self.limit))
      #expect(try await client.response().body == "100000")
      try await client.send(Self.chunked(Self.limit))
      #expect(try await client.response().body == "100000")
    }
  }

  /// All bodies that have arrived, and those on their way, share a room.
  @Test func bodiesShareTheirRoom() async throws {
    var configuration = Self.configuration
    configuration.bodiesLimit = 2 * Self.limit
    let full = String(repeating: "x", count: Self.limit)
    try await withServer(configuration, handler: Self.length) { server in
      // Two that do not come to their ends.
      let slow = [try LoopbackClient(port: server.port), try LoopbackClient(port: server.port)]
      for client in slow { try await client.send(Self.head(Self.limit) + full.dropLast()) }
      let late = try LoopbackClient(port: server.port)
      // They may still be on their way.
      var status = 200
      while status == 200 {
        try await late.send(Self.head(1_000) + full.prefix(1_000))
        let response = try await late.response()
        status = response.status
        if status != 200 { #expect(response.headers["retry-after"] == "1") }
      }
      #expect(status == 503)
      for client in slow {
        try await client.send("x")
        #expect(try await client.response().body == "100000")
      }
      // What was answered takes none.
      for _ in 0..<4 {
        try await late.send(Self.head(Self.limit) + full)
        #expect(try await late.response().body == "100000")
      }
    }
  }

  @Test func refusesLargerBodiesAndGoesOn() async throws {
    try await withServer(Self.configuration, handler: Self.length) { server in
      let client = try LoopbackClient(port: server.port)
      for text in [
        Self.head(Self.limit + 1) + String(repeating: "x", count: Self.limit + 1), Self.chunked(Self.limit + 1),
      ] {
        try await client.send(text)
        let response = try await client.response()
        #expect(response.status == 413)
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.body == Self.refusal)
      }
      try await client.send(Self.chunked(3))
      #expect(try await client.response().body == "3")
    }
  }

  @Test func doesNotListenToFarTooMuch() async throws {
    try await withServer(Self.configuration, handler: Self.length) { server in
      let declaring = try LoopbackClient(port: server.port)
      try await declaring.send(Self.head(1 << 40))
      #expect(try await declaring.response().status == 413)
      try await declaring.waitForEnd()
      let sending = try LoopbackClient(port: server.port)
      try await sending.send(Self.chunked(4 * Self.limit))
      try await sending.waitForEnd()
    }
  }

  @Test func asksForTheBodyWhenTheClientWaits() async throws {
    try await withServer(Self.configuration, handler: Self.length) { server in
      let client = try LoopbackClient(port: server.port)
      try await client.send(Self.head(3, "Expect: 100-continue\r\n"))
      #expect(try await client.response().status == 100)
      try await client.send("abc")
      #expect(try await client.response().body == "3")
      try await client.send(Self.head(Self.limit + 1, "Expect: 100-continue\r\n"))
      #expect(try await client.response().status == 413)
    }
  }
}
