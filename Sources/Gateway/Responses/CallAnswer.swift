/// A call of a tool in an answer.
package struct CallAnswer: Sendable, Hashable {
  /// Names the call in the next request.
  package let id: String
  package let name: String
  /// JSON text, as far as it has come.
  package var arguments: String

  package init(id: String, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
