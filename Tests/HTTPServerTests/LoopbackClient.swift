import Glibc

/// A raw TCP connection to the server under test. Never blocks a thread of Swift's pool, in which the handlers run.
final class LoopbackClient {
  enum Failure: Error {
    case connectionRefused
    case timeout(received: String)
    case closedEarly(received: String)
    case malformed(String)
  }

  /// One response, its body decoded.
  struct Response {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String
  }

  private static let patience: Duration = .seconds(120)

  private var descriptor: Int32
  private var received: [UInt8] = []
  private(set) var isAtEnd = false

  init(port: UInt16, receiveBuffer: Int32? = nil) throws(Failure) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    precondition(descriptor >= 0)
    if var size = receiveBuffer {
      unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let socket = descriptor
    let failure = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard failure == 0 else {
      Glibc.close(descriptor)
      descriptor = -1
      throw .connectionRefused
    }
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
  }

  deinit { close() }

  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }

  func closeSendingSide() { shutdown(descriptor, Int32(SHUT_WR)) }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }

  /// Stops early, without an error, when the server no longer listens.
  func send(_ bytes: [UInt8]) async throws {
    var rest = bytes[...]
    let end = ContinuousClock.now + Self.patience
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        if ContinuousClock.now > end { throw Failure.timeout(received: text) }
        try await Task.sleep(for: .milliseconds(1))
      } else {
        return
      }
    }
  }

  /// What was received and not yet taken.
  var text: String { String(decoding: received, as: UTF8.self) }

  /// Waits until `text` ends up in what was received.
  func waitFor(_ text: String) async throws {
    try await receive { String(decoding: $0, as: UTF8.self).contains(text) }
  }

  /// Takes in what is there now, without waiting for more.
  func poll() async throws { try await receiveSome() }

  /// Waits until the server closes the connection.
  func waitForEnd() async throws {
    let end = ContinuousClock.now + Self.patience
    while !isAtEnd {
      if ContinuousClock.now > end { throw Failure.timeout(received: text) }
      try await receiveSome()
    }
  }

  /// The next response. `toHead`: it has no body whatever its fields say.
  func response(toHead: Bool = false) async throws -> Response {
    let separator = Array("\r\n\r\n".utf8)
    try await receive { Self.position(of: separator, in: $0) != nil }
    let headEnd = Self.position(of: separator, in: received)!
    let lines = String(decoding: received[..<headEnd], as: UTF8.self).split(separator: "\r\n")
    received.removeFirst(headEnd + separator.count)
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { throw Failure.malformed(String(lines[0])) }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
    }
    var body: [UInt8] = []
    if toHead || status < 200 {
      // No body.
    } else if headers["transfer-encoding"] == "chunked" {
      while let chunk = try await nextChunk() { body += chunk }
    } else if let length = headers["content-length"].flatMap({ Int($0) }) {
      try await receive { $0.count >= length }
      body = Array(received.prefix(length))
      received.removeFirst(length)
    } else {
      try await waitForEnd()
      body = received
      received = []
    }
    return Response(status: status, headers: headers, body: String(decoding: body, as: UTF8.self))
  }

  /// Nil for the last, empty chunk.
  func nextChunk() async throws -> [UInt8]? {
    let lineEnd = Array("\r\n".utf8)
    try await receive { Self.position(of: lineEnd, in: $0) != nil }
    let place = Self.position(of: lineEnd, in: received)!
    guard let size = Int(String(decoding: received[..<place], as: UTF8.self), radix: 16) else {
      throw Failure.malformed(text)
    }
    try await receive { $0.count >= place + 4 + size }
    let chunk = Array(received[place + 2..<place + 2 + size])
    received.removeFirst(place + 4 + size)
    return size == 0 ? nil : chunk
  }

  private func receive(until isEnough: ([UInt8]) -> Bool) async throws {
    let end = ContinuousClock.now + Self.patience
    while !isEnough(received) {
      if isAtEnd { throw Failure.closedEarly(received: text) }
      if ContinuousClock.now > end { throw Failure.timeout(received: text) }
      try await receiveSome()
    }
  }

  private func receiveSome() async throws {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count > 0 {
      received += buffer[..<count]
    } else if count == 0 || errno != EAGAIN {
      isAtEnd = true
    } else {
      try await Task.sleep(for: .milliseconds(1))
    }
  }

  private static func position(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= pattern.count else { return nil }
    return (0...bytes.count - pattern.count).first { bytes[$0..<$0 + pattern.count].elementsEqual(pattern) }
  }
}
