/// The tokens that end a string and go on behind its quote: by what they have before it, then by the shape behind it.
package final class StringClosings: Sendable {
  package struct Item: Sendable {
    package let token: UInt32
    /// The shape behind the quote, of the place there; -1 when that allows it always.
    package let shape: Int32
    /// Index in `openBodies` of what the token has of a string that the shape opens; 0 for nothing.
    package let openBody: Int32
  }

  /// What tokens have before the quote, as a tree; its ids are numbers of parts. The empty one, which no tree holds,
  /// has the number 0.
  package let parts: TokenTrie
  /// By part, one after the other; see `items(ofPart:)`.
  package let items: ContiguousArray<Item>
  private let firstItems: ContiguousArray<Int>
  package let openBodies: [[UInt8]]
  /// By shape, from -1 on: the tokens of all parts that open no string behind it.
  package let plain: [[UInt32]]
  /// The items of all parts that open a string.
  package let opening: [Item]
  /// The parts by the code points that they say; an escape is one way to say one.
  private let partsByText: [ArraySlice<UInt32>: [Int]]
  /// Code points of each part.
  package let lengths: [Int]
  /// Code points of the longest part.
  package let longestPart: Int
  private let texts: [[UInt8]]

  /// The indexes of what tokens have before the quote that says this.
  package func parts(saying text: ArraySlice<UInt32>) -> [Int] { partsByText[text] ?? [] }

  /// Whether some token has the shape behind the quote.
  package func hasShape(_ shape: Int32) -> Bool {
    Int(shape) + 1 < plain.count && !plain[Int(shape) + 1].isEmpty || opening.contains { $0.shape == shape }
  }

  /// Where the items of a part stand in `items`.
  package func items(ofPart part: Int) -> Range<Int> { firstItems[part]..<firstItems[part + 1] }

  /// All parts.
  package var indices: Range<Int> { 0..<texts.count }

  package func bytes(ofPart part: Int) -> [UInt8] { texts[part] }

  init(_ items: [[UInt8]: [Item]], openBodies: [[UInt8]]) {
    var groups: [[Item]] = [items[[]] ?? []]
    var parts: [(id: UInt32, bytes: ArraySlice<UInt8>)] = []
    for (part, group) in items where !part.isEmpty {
      parts.append((UInt32(groups.count), part[...]))
      groups.append(group)
    }
    self.parts = TokenTrie(parts, vocabularySize: groups.count)
    let all = ContiguousArray(groups.joined())
    self.items = all
    var firstItems: ContiguousArray<Int> = [0]
    for group in groups { firstItems.append(firstItems[firstItems.count - 1] + group.count) }
    self.firstItems = firstItems
    self.openBodies = openBodies
    var plain = [[UInt32]](repeating: [], count: Int(all.map(\.shape).max() ?? -1) + 2)
    for item in all where item.openBody == 0 { plain[Int(item.shape) + 1].append(item.token) }
    self.plain = plain
    opening = all.filter { $0.openBody != 0 }
    texts = [[]] + parts.map { Array($0.bytes) }
    var partsByText: [ArraySlice<UInt32>: [Int]] = [:]
    var lengths: [Int] = []
    for (index, bytes) in texts.enumerated() {
      var reading = EscapeReading(bytes[...])
      let phase = reading.run()
      precondition(phase == nil, "a quote ends a string between code points only")
      partsByText[reading.text[...], default: []].append(index)
      lengths.append(reading.text.count)
    }
    self.lengths = lengths
    self.partsByText = partsByText
    longestPart = lengths.max() ?? 0
  }
}
