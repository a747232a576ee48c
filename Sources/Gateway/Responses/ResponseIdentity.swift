import Glibc

/// What all parts of one response carry.
package struct ResponseIdentity: Sendable, Hashable {
  package let id: String
  /// Seconds since 1970.
  package let created: Int
  package let model: String

  package init(id: String, created: Int, model: String) {
    self.id = id
    self.created = created
    self.model = model
  }

  /// A fresh id, such as `chatcmpl-4vT…`.
  package init(prefix: String, model: String) {
    id = Self.fresh(prefix)
    created = time(nil)
    self.model = model
  }

  static func fresh(_ prefix: String) -> String {
    let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    return prefix + String((0..<24).map { _ in letters.randomElement()! })
  }
}
