/// A conversation of one client.
package struct SessionName: Sendable, Hashable {
  /// Whose it is; nil where clients are not told apart.
  package let client: String?
  /// The client's own word for it.
  package let id: String

  package init(client: String?, id: String) {
    self.client = client
    self.id = id
  }

  var values: [SQLValue] { [.text(client ?? ""), .text(id)] }
}
