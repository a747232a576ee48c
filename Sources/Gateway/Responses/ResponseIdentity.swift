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

  /// The prefix and 24 letters and digits that nobody can foresee.
  static func fresh(_ prefix: String) -> String {
    let text = unsafe String(unsafeUninitializedCapacity: 24) { text in
      for start in stride(from: 0, to: 24, by: 8) {
        var word = RandomPool.word()
        for place in start..<start + 8 {
          let (quotient, digit) = word.quotientAndRemainder(dividingBy: UInt64(letters.count))
          unsafe text[place] = letters[Int(digit)]
          word = quotient
        }
      }
      return 24
    }
    return prefix + text
  }

  private static let letters = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
}
