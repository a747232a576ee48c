/// The tokens that end a string and go on behind its quote: by what they have before it, then by the shape behind it.
package struct StringClosings: Sendable {
  package struct Item: Sendable {
    package let token: UInt32
    /// The shape behind the quote, of the place there; -1 when that allows it always.
    package let shape: Int32
    /// What the token has of a string that the shape opens.
    package let openBody: [UInt8]
  }

  /// What tokens have before the quote, as a tree; its ids are indexes of `items`. The empty one, which no tree holds,
  /// has the index 0.
  package let parts: TokenTrie
  package let items: [[Item]]

  init(_ items: [[UInt8]: [Item]]) {
    var groups: [[Item]] = [items[[]] ?? []]
    var parts: [(id: UInt32, bytes: ArraySlice<UInt8>)] = []
    for (part, group) in items where !part.isEmpty {
      parts.append((UInt32(groups.count), part[...]))
      groups.append(group)
    }
    self.parts = TokenTrie(parts, vocabularySize: groups.count)
    self.items = groups
  }
}
