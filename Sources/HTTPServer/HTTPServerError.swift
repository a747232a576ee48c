/// Why the server cannot do what it was told, or a response's body cannot be sent on.
package enum HTTPServerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No address belongs to this host.
  case unknownHost(String)
  /// The socket could not be bound; `errno` says why (in use, not permitted, …).
  case cannotListen(host: String, port: UInt16, errno: Int32, reason: String)
  /// libmicrohttpd or the operating system refused to start what serves the socket.
  case cannotServe(reason: String)
  /// The client closed the connection, or stopped reading for too long, or the server is stopping.
  case clientGone

  package var description: String {
    switch self {
    case .unknownHost(let host): "no address for host \"\(host)\""
    case .cannotListen(let host, let port, _, let reason): "cannot listen on \(host):\(port): \(reason)"
    case .cannotServe(let reason): "cannot serve: \(reason)"
    case .clientGone: "the client is gone"
    }
  }
}
