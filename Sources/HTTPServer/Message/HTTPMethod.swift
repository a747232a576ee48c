/// A request method (RFC 9110, section 9), case-sensitive.
package struct HTTPMethod: Sendable, Hashable, CustomStringConvertible {
  package let name: String

  package init(_ name: String) { self.name = name }

  package static let get = HTTPMethod("GET")
  package static let head = HTTPMethod("HEAD")
  package static let post = HTTPMethod("POST")
  package static let put = HTTPMethod("PUT")
  package static let patch = HTTPMethod("PATCH")
  package static let delete = HTTPMethod("DELETE")
  package static let options = HTTPMethod("OPTIONS")

  /// All of the above.
  package static let known: Set<HTTPMethod> = [.get, .head, .post, .put, .patch, .delete, .options]

  package var description: String { name }
}
