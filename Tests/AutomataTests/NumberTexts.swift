import JSON

/// Every text up to a length that is a number or the start of one, over an alphabet, as a tree.
struct NumberTexts {
  struct Node {
    let text: [UInt8]
    /// Index of the text without its last byte, -1 at the root.
    let parent: Int
    /// The value, when the text is a whole number.
    let value: ExactDecimal?

    var hasPoint: Bool { text.contains(UInt8(ascii: ".")) }
    var hasExponent: Bool { text.contains { $0 | 0x20 == 0x65 } }
    /// Digits before the point, and behind it.
    var digits: (Int, Int) {
      let mantissa = text.prefix { $0 | 0x20 != 0x65 }.drop { $0 == UInt8(ascii: "-") }
      let integer = mantissa.prefix { $0 != UInt8(ascii: ".") }.count
      return (integer, max(0, mantissa.count - integer - 1))
    }
  }

  /// Parents before their children.
  private(set) var nodes: [Node] = [Node(text: [], parent: -1, value: nil)]

  /// - Parameter isIncluded: whether a text is kept; what begins with one that is not goes with it.
  init(alphabet: String, length: Int, where isIncluded: (Node) -> Bool = { _ in true }) {
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      if node.text.count < length {
        for byte in alphabet.utf8 {
          let text = node.text + [byte]
          let number = JSONNumber(text: String(decoding: text, as: UTF8.self))
          guard number != nil || Self.isPrefix(text) else { continue }
          let child = Node(text: text, parent: index, value: number.map { ExactDecimal($0) })
          if isIncluded(child) { nodes.append(child) }
        }
      }
      index += 1
    }
  }

  /// Whether a digit or two make a number of it.
  private static func isPrefix(_ text: [UInt8]) -> Bool {
    JSONNumber(text: String(decoding: text, as: UTF8.self) + "1") != nil
  }
}
