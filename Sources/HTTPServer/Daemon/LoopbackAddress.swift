import Glibc

/// Whether an address can only be reached from this machine.
package enum LoopbackAddress {
  /// True when every address of the name or numeric address is one of the loopback interface.
  package static func isLoopback(host: String) throws(HTTPServerError) -> Bool {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_PASSIVE
    var list: UnsafeMutablePointer<addrinfo>?
    let failure = unsafe getaddrinfo(host, nil, &hints, &list)
    guard failure == 0, let list = unsafe list else { throw .unknownHost(host) }
    defer { unsafe freeaddrinfo(list) }
    var next: UnsafeMutablePointer<addrinfo>? = unsafe list
    while let address = unsafe next {
      guard unsafe isLoopback(address.pointee) else { return false }
      unsafe next = address.pointee.ai_next
    }
    return true
  }

  private static func isLoopback(_ info: addrinfo) -> Bool {
    guard let address = unsafe info.ai_addr else { return false }
    switch unsafe info.ai_family {
    case AF_INET:
      // 127.0.0.0/8, the first byte of the address in network order.
      return unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        unsafe UInt32(bigEndian: $0.pointee.sin_addr.s_addr) >> 24 == 127
      }
    case AF_INET6:
      return unsafe address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
        let bytes = unsafe withUnsafeBytes(of: address.pointee.sin6_addr) { unsafe Array($0) }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
        return bytes == [UInt8](repeating: 0, count: 15) + [1] || bytes.starts(with: mapped) && bytes[12] == 127
      }
    default: return false
    }
  }
}
