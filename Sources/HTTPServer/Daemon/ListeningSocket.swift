import Glibc

/// A bound TCP socket. Closed when it is dropped.
final class ListeningSocket: Sendable {
  let descriptor: Int32
  /// The real port, also when port 0 was asked for.
  let port: UInt16

  /// Binds the first address of `host` that can be bound.
  init(host: String, port: UInt16) throws(HTTPServerError) {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    let failure = unsafe getaddrinfo(host, String(port), &hints, &list)
    guard failure == 0, let list = unsafe list else { throw .unknownHost(host) }
    defer { unsafe freeaddrinfo(list) }

    var lastError: Int32 = 0
    var candidate: UnsafeMutablePointer<addrinfo>? = unsafe list
    while let address = unsafe candidate {
      let socket = unsafe Self.listen(on: address.pointee)
      if socket >= 0 {
        descriptor = socket
        self.port = Self.port(of: socket)
        return
      }
      lastError = errno
      unsafe candidate = address.pointee.ai_next
    }
    throw .cannotListen(host: host, port: port, errno: lastError, reason: unsafe String(cString: strerror(lastError)))
  }

  deinit { close(descriptor) }

  /// -1, with `errno` set, when one of the steps fails.
  private static func listen(on address: addrinfo) -> Int32 {
    let type = unsafe address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = unsafe socket(address.ai_family, type, address.ai_protocol)
    guard descriptor >= 0 else { return -1 }
    var yes: Int32 = 1
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard unsafe bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, Glibc.listen(descriptor, 1024) == 0 else {
      let reason = errno
      close(descriptor)
      errno = reason
      return -1
    }
    return descriptor
  }

  private static func port(of descriptor: Int32) -> UInt16 {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let port = unsafe withUnsafeMutableBytes(of: &storage) { bytes -> UInt16 in
      let base = bytes.baseAddress!
      let known = unsafe getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &size)
      precondition(known == 0, "getsockname on a bound socket")
      // sin_port and sin6_port stand at the same place, after the family.
      return unsafe base.load(fromByteOffset: 2, as: UInt16.self)
    }
    return UInt16(bigEndian: port)
  }
}
