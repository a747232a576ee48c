/// What names a request in logs and answers.
struct RequestID: Sendable, Hashable {
  let text: String

  private init(unchecked text: String) { self.text = text }

  /// A client's own: nil when it is not made of letters, digits and `-._:`, at most 128 of them.
  init?(_ text: String) {
    let isValid = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
      default: "-._:".utf8.contains(byte)
      }
    }
    guard isValid, (1...128).contains(text.utf8.count) else { return nil }
    self.init(unchecked: text)
  }

  static func random() -> RequestID { RequestID(unchecked: Hexadecimal.random(words: 2)) }
}
