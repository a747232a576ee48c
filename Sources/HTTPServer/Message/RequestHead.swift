import CMicrohttpd

/// Reads what libmicrohttpd has parsed of a request, and checks what it does not.
enum RequestHead {
  /// The head, and why the request is refused, if it is. `atOnce`: without waiting for its body.
  static func read(
    _ connection: OpaquePointer, method: String, target: String, version: String,
    configuration: HTTPServerConfiguration
  ) -> (head: HTTPRequest, refusal: HTTPRefusal?, atOnce: Bool) {
    var headers = HTTPHeaders()
    for (name, value) in unsafe values(of: connection, .HEADER_KIND) { headers.append(name, value ?? "") }
    let query = unsafe values(of: connection, .GET_ARGUMENT_KIND)
    let items = query.map { HTTPRequest.QueryItem(name: decode($0.name), value: $0.value.map(decode)) }
    let path = originForm(target)
    let head = HTTPRequest(
      method: HTTPMethod(method), path: path ?? target, query: items, headers: headers)

    if let malformation = malformation(of: head, path: path, version: version) {
      return (head, .malformed(malformation), true)
    }
    if let declared = headers["Content-Length"].flatMap({ Int($0) }), declared > configuration.bodyLimit {
      // A client that asks first has not sent its body yet; one that sends far too much is not listened to.
      let asksFirst = headers["Expect"] != nil
      let isHopeless = declared - configuration.bodyLimit > configuration.discardLimit
      return (head, .bodyTooLarge(limit: configuration.bodyLimit), asksFirst || isHopeless)
    }
    return (head, nil, false)
  }

  private static func malformation(
    of head: HTTPRequest, path: String?, version: String
  ) -> HTTPRefusal.Malformation? {
    guard !head.method.name.isEmpty, !version.isEmpty else { return .requestLine }
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else { return .protocolVersion(version) }
    guard path != nil else { return .target(head.path) }
    let lengths = head.headers.values(of: "Content-Length")
    let codings = head.headers.values(of: "Transfer-Encoding")
    guard lengths.count + codings.count <= 1 else { return .bodyLength }
    if let length = lengths.first {
      guard !length.isEmpty, length.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), Int(length) != nil else {
        return .bodyLength
      }
    }
    if let coding = codings.first, coding.lowercased() != "chunked" { return .transferEncoding(coding) }
    return nil
  }

  /// The path of an origin form or absolute form target (RFC 9112, section 3.2); `*` stays itself.
  private static func originForm(_ target: String) -> String? {
    if target.utf8.first == UInt8(ascii: "/") || target == "*" { return target }
    guard let authority = target.range(ofScheme: ["http://", "https://"]) else { return nil }
    return authority.firstIndex(of: "/").map { String(authority[$0...]) } ?? "/"
  }

  private static func decode(_ text: String) -> String {
    // A malformed escape in a query is taken literally, as browsers do.
    PercentEncoding.decode(text.utf8, plusIsSpace: true) ?? text
  }

  private static func values(of connection: OpaquePointer, _ kind: MHD_ValueKind) -> [(name: String, value: String?)] {
    var values: [(name: String, value: String?)] = []
    unsafe withUnsafeMutablePointer(to: &values) { list in
      _ = unsafe MHD_get_connection_values(
        connection, kind,
        { list, _, name, value in
          let values = unsafe list!.assumingMemoryBound(to: [(name: String, value: String?)].self)
          let text: String? = if let value = unsafe value { unsafe String(cString: value) } else { nil }
          if let name = unsafe name { unsafe values.pointee.append((String(cString: name), text)) }
          return .YES
        }, list)
    }
    return values
  }
}

extension String {
  /// What stands behind one of these schemes, nil when none does.
  fileprivate func range(ofScheme schemes: [String]) -> Substring? {
    schemes.first { self.hasPrefix($0) }.map { self.dropFirst($0.count) }
  }
}
