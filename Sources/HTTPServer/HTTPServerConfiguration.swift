/// Limits and the shape of the server's own answers.
package struct HTTPServerConfiguration: Sendable {
  /// Content type and text of the answer to a refused request.
  package typealias RefusalBody = @Sendable (HTTPRefusal) -> (contentType: String, text: String)

  /// Threads that read and write sockets.
  package var threads = 2
  /// The handler of a request whose body has at most so many bytes runs on the thread that read it, the others in Swift's
  /// pool.
  package var immediateBody = 8 << 10
  /// More connections than this wait in the listening socket's backlog.
  package var connectionLimit = 4096
  /// Longest request body in bytes.
  package var bodyLimit = 4 << 20
  /// Bytes of all bodies together that have arrived, or are on their way, and whose requests have not been answered.
  package var bodiesLimit = 512 << 20
  /// How much of a body past the limit is read and thrown away so that the client gets to read the 413. A client
  /// that declares or sends more is cut off.
  package var discardLimit = 64 << 20
  /// Request line and header fields, in bytes, share this with the connection's buffers.
  package var connectionMemory = 64 << 10
  /// From the connection's start, or from the end of the last response, to the next request's last header field.
  package var headerTimeout: Duration = .seconds(60)
  /// From the last header field to the end of the body.
  package var bodyTimeout: Duration = .seconds(120)
  /// A client that reads or sends nothing for this long, while it is its turn, is cut off. Whole seconds.
  package var inactivityTimeout: Duration = .seconds(30)
  /// Bytes of a stream that wait for a slow reader before the writer is held back.
  package var streamBuffer = 64 << 10
  /// A half-closed connection (the client has sent its last byte) counts as gone after this time. Some tools half
  /// close as soon as they have sent a request; answers that are quicker still reach them.
  package var halfCloseGrace: Duration = .milliseconds(100)
  /// Nil for HTTP without TLS.
  package var tls: TLSIdentity?
  package var refusalBody: RefusalBody = { ("text/plain; charset=utf-8", $0.message + "\n") }

  package init() {}
}
