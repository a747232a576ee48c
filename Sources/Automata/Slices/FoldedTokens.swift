/// The tokens of a string's body as a tree in which characters are folded that most languages do not tell apart: letters
/// of one case, digits, and what lies beyond ASCII. It has a small part of the nodes of the tree by bytes.
package struct FoldedTokens: Sendable {
  /// What characters are folded to.
  enum Fold: UInt8, CaseIterable {
    case lowercase, uppercase, digit, beyondASCII

    /// The bytes of its characters; nil where these take several.
    var bytes: ClosedRange<UInt8>? {
      switch self {
      case .lowercase: 0x61...0x7A
      case .uppercase: 0x41...0x5A
      case .digit: 0x30...0x39
      case .beyondASCII: nil
      }
    }
  }

  /// A character that is folded to `beyondASCII`.
  static let exampleBeyondASCII: UInt32 = 0xA1

  /// Characters beyond ASCII that patterns name: whitespace. They are not folded.
  static let named = CodePointSet([
    0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    0xFEFF...0xFEFF,
  ])

  /// Whether a range has no other characters than these, and surrogates, which no text has.
  static func isNamed(_ range: ClosedRange<UInt32>) -> Bool {
    let inside = { (outer: ClosedRange<UInt32>) in outer.contains(range.lowerBound) && outer.contains(range.upperBound)
    }
    return inside(0xD800...0xDFFF) || named.ranges.contains(where: inside)
  }

  /// The folded texts, in the order of a walk; a byte is one of ASCII, or a fold from `firstFold` on.
  let texts: TokenTrie
  static let firstFold: UInt8 = 0x80
  /// By text, where its tokens begin in `tokens`. Two more stand at the end, for nodes without a text.
  let firstTokens: ContiguousArray<Int32>
  let tokens: ContiguousArray<UInt32>
  /// The bytes of each of `tokens`, one after the other, and where they begin.
  let bytes: ContiguousArray<UInt8>
  let firstBytes: ContiguousArray<Int32>
  /// The tokens that are not in the tree: with an escape, with a part of a character, or with one that patterns name.
  let others: TokenTrie

  /// - Parameter tokens: those that stay in any string.
  init(_ tokens: some Sequence<(id: UInt32, bytes: ArraySlice<UInt8>)>, vocabularySize: Int) {
    var folded: [(text: [UInt8], id: UInt32, bytes: ArraySlice<UInt8>)] = []
    var others: [(id: UInt32, bytes: ArraySlice<UInt8>)] = []
    for (id, bytes) in tokens where !bytes.isEmpty && bytes.count <= TokenTrie.maximumTokenLength {
      if let text = Self.fold(bytes) { folded.append((text, id, bytes)) } else { others.append((id, bytes)) }
    }
    self.others = TokenTrie(others, vocabularySize: vocabularySize)
    folded.sort { $0.text.lexicographicallyPrecedes($1.text) }
    var texts: [[UInt8]] = []
    var firstTokens: ContiguousArray<Int32> = []
    var bytes: ContiguousArray<UInt8> = []
    var firstBytes: ContiguousArray<Int32> = [0]
    for (place, token) in folded.enumerated() {
      if texts.last != token.text {
        texts.append(token.text)
        firstTokens.append(Int32(place))
      }
      bytes.append(contentsOf: token.bytes)
      firstBytes.append(Int32(bytes.count))
    }
    firstTokens.append(contentsOf: repeatElement(Int32(folded.count), count: 2))
    self.texts = TokenTrie(
      texts.enumerated().lazy.map { (UInt32($0.offset), $0.element[...]) }, vocabularySize: texts.count)
    self.firstTokens = firstTokens
    self.tokens = ContiguousArray(folded.lazy.map(\.id))
    self.bytes = bytes
    self.firstBytes = firstBytes
  }

  /// The folded characters of a token; nil when it has others.
  private static func fold(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.first {
      if byte < 0x80 {
        if byte < 0x20 || byte == 0x22 || byte == 0x5C { return nil }
        let fold = Fold.allCases.first { $0.bytes?.contains(byte) == true }
        text.append(fold.map { firstFold + $0.rawValue } ?? byte)
        rest.removeFirst()
        continue
      }
      let count = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      guard byte >= 0xC2, rest.count >= count else { return nil }
      var value = UInt32(byte) & (0x7F &>> UInt32(count))
      for next in rest.dropFirst().prefix(count - 1) { value = value &<< 6 | UInt32(next & 0x3F) }
      if named.contains(value) { return nil }
      text.append(firstFold + Fold.beyondASCII.rawValue)
      rest.removeFirst(count)
    }
    return text
  }
}
