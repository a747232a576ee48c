/// A whole request: its body has been read.
package struct HTTPRequest: Sendable {
  package struct QueryItem: Sendable, Hashable {
    package let name: String
    /// Nil for a name without `=`.
    package let value: String?

    package init(name: String, value: String?) {
      self.name = name
      self.value = value
    }
  }

  package let method: HTTPMethod
  /// As it stood in the request line, percent escapes included, without the query.
  package let path: String
  package let query: [QueryItem]
  package let headers: HTTPHeaders
  package var body: [UInt8]

  package init(
    method: HTTPMethod, path: String, query: [QueryItem] = [], headers: HTTPHeaders = [:], body: [UInt8] = []
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
  }

  /// The path between its slashes with escapes decoded, so that an escaped slash stays inside its segment. Nil when
  /// an escape is malformed or the decoded bytes are not UTF-8.
  package var segments: [String]? {
    guard path.utf8.first == UInt8(ascii: "/") else { return nil }
    var segments: [String] = []
    for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let segment = PercentEncoding.decode(part, plusIsSpace: false) else { return nil }
      segments.append(segment)
    }
    return segments
  }
}
