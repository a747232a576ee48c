import Glibc
import HTTPServer
import JSON

@testable import Gateway

/// Talks to a gateway over the loopback interface, a connection a request, and holds all answers against its description.
struct GatewayClient {
  enum Failure: Error {
    case noConnection
    case malformed(String)
  }

  struct Answer {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String
    /// False when a stream broke off before its end.
    var isWhole = true

    var json: JSONValue { get throws { try JSONParser.parse(body) } }
  }

  let port: UInt16
  /// Nil for the gateway of another process.
  var described: DescribedAnswers?

  /// Runs `body` against the gateway on a free port, and stops it afterwards.
  static func with(_ gateway: Gateway, _ body: (GatewayClient) async throws -> Void) async throws {
    let server = try gateway.start(host: "127.0.0.1", port: 0)
    do {
      try await body(GatewayClient(port: server.port, described: DescribedAnswers(gateway)))
    } catch {
      await server.stop()
      await gateway.jobs?.stop()
      throw error
    }
    await server.stop()
    await gateway.jobs?.stop()
  }

  func get(_ path: String, _ headers: [(String, String)] = []) async throws -> Answer {
    try await send("GET", path, nil, headers)
  }

  func delete(_ path: String) async throws -> Answer { try await send("DELETE", path, nil) }

  func post(_ path: String, _ body: JSONValue, _ headers: [(String, String)] = []) async throws -> Answer {
    try await send("POST", path, body, headers)
  }

  /// Posts, and goes away when the first bytes of the answer have come, or its first event: what a stream says while it
  /// waits is none.
  func abandon(
    _ path: String, _ body: JSONValue, _ headers: [(String, String)] = [], atEvent: Bool = false
  ) async throws {
    let event = Array("data:".utf8)
    _ = try await exchange(
      Self.message("POST", path, body, headers), until: { !atEvent || $0.firstRange(of: event) != nil })
  }

  /// Posts and reads to the end.
  ///
  /// - Parameter onFirst: called when the first bytes have come.
  @discardableResult
  func read(_ path: String, _ body: JSONValue, onFirst: () -> Void = {}) async throws -> Answer {
    let answer = try Self.answer(try await exchange(Self.message("POST", path, body), onFirst: onFirst))
    try described?.check("POST", path, body, answer)
    return answer
  }

  private func send(
    _ method: String, _ path: String, _ body: JSONValue?, _ headers: [(String, String)] = []
  ) async throws -> Answer {
    let answer = try Self.answer(try await exchange(Self.message(method, path, body, headers)))
    try described?.check(method, path, body, answer)
    return answer
  }

  private static func message(
    _ method: String, _ path: String, _ body: JSONValue?, _ headers: [(String, String)] = []
  ) -> [UInt8] {
    var head = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
    if !headers.contains(where: { $0.0 == "Host" }) { head += "Host: 127.0.0.1\r\n" }
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    let text = body.map { JSONWriter.write($0) } ?? ""
    if body != nil { head += "Content-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n" }
    return Array((head + "\r\n" + text).utf8)
  }

  /// - Parameter onFirst: called when the first bytes have come; whether to read on.
  ///
  /// Never blocks a thread of Swift's pool, in which the handlers run.
  /// - Parameters:
  ///   - until: asked of all that has come whether that is enough.
  ///   - onFirst: called when the first bytes have come.
  private func exchange(
    _ request: [UInt8], until isEnough: ([UInt8]) -> Bool = { _ in false }, onFirst: () -> Void = {}
  ) async throws -> [UInt8] {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    precondition(descriptor >= 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let failure = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard failure == 0 else { throw Failure.noConnection }
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    var rest = request[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 { rest = rest.dropFirst(count) } else { try await Task.sleep(for: .milliseconds(1)) }
    }
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
      if count > 0 {
        let isFirst = received.isEmpty
        received += buffer[..<count]
        if isFirst { onFirst() }
        if isEnough(received) { return received }
      } else if count == 0 || errno != EAGAIN {
        return received
      } else {
        try await Task.sleep(for: .milliseconds(2))
      }
    }
  }

  private static func answer(_ bytes: [UInt8]) throws -> Answer {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { throw Failure.malformed(text) }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { throw Failure.malformed(text) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
    }
    var body = String(text[end.upperBound...])
    var isWhole = true
    if headers["transfer-encoding"] == "chunked" { (body, isWhole) = try dechunked(body) }
    return Answer(status: status, headers: headers, body: body, isWhole: isWhole)
  }

  private static func dechunked(_ text: String) throws -> (body: String, isWhole: Bool) {
    var rest = Array(text.utf8)[...]
    var body: [UInt8] = []
    while let lineEnd = rest.firstIndex(of: UInt8(ascii: "\r")) {
      guard let size = Int(String(decoding: rest[..<lineEnd], as: UTF8.self), radix: 16) else {
        throw Failure.malformed(text)
      }
      if size == 0 { return (String(decoding: body, as: UTF8.self), true) }
      body += rest[(lineEnd + 2)..<(lineEnd + 2 + size)]
      rest = rest[(lineEnd + 4 + size)...]
    }
    return (String(decoding: body, as: UTF8.self), false)
  }
}
