/// A vocabulary as a packed prefix tree, in the order of a depth-first walk.
///
/// One 64-bit word a node, so that a walk reads memory once from front to back: the node's byte (8 bits), its depth
/// (8), the nodes of its subtree, itself included (24), and the token that ends there (24). Tokenless nodes carry the
/// vocabulary's size, so that a mask is written without a branch into a spare bit.
package struct TokenTrie: Sendable {
  /// Longer tokens are left out: they are never allowed by a mask.
  package static let maximumTokenLength = 255
  /// The largest vocabulary that the layout holds.
  package static let maximumVocabularySize = 1 << 24 - 1

  package let nodes: ContiguousArray<UInt64>
  /// Ids below this number have a bit in a mask.
  package let vocabularySize: Int
  /// Tokens with the same bytes as one in the tree, by that token.
  package let duplicates: [UInt32: [UInt32]]
  package let longestToken: Int

  /// - Parameter tokens: the bytes of each token that may be text; empty ones are left out.
  package init(_ tokens: some Sequence<(id: UInt32, bytes: ArraySlice<UInt8>)>, vocabularySize: Int) {
    precondition(vocabularySize <= Self.maximumVocabularySize, "vocabulary too large for the trie")
    self.vocabularySize = vocabularySize
    var sorted = tokens.filter { !$0.bytes.isEmpty && $0.bytes.count <= Self.maximumTokenLength }
    sorted.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) || ($0.bytes == $1.bytes && $0.id < $1.id) }

    var nodes: ContiguousArray<UInt64> = []
    var duplicates: [UInt32: [UInt32]] = [:]
    var open: [(byte: UInt8, index: Int)] = []
    var longest = 0
    var previous: UInt32?
    func close(to depth: Int) {
      while open.count > depth {
        let index = open.removeLast().index
        nodes[index] |= UInt64(nodes.count - index) &<< 16
      }
    }
    for token in sorted {
      longest = max(longest, token.bytes.count)
      var common = 0
      for (byte, node) in zip(token.bytes, open) {
        if byte != node.byte { break }
        common += 1
      }
      if common == token.bytes.count, common == open.count, let previous {
        duplicates[previous, default: []].append(token.id)
        continue
      }
      close(to: common)
      for (offset, byte) in token.bytes.dropFirst(common).enumerated() {
        open.append((byte, nodes.count))
        nodes.append(UInt64(byte) | UInt64(common + offset + 1) &<< 8 | UInt64(vocabularySize) &<< 40)
      }
      let last = open[open.count - 1].index
      nodes[last] = nodes[last] & (1 &<< 40 - 1) | UInt64(token.id) &<< 40
      previous = token.id
    }
    close(to: 0)
    self.nodes = nodes
    self.duplicates = duplicates
    longestToken = longest
  }

  /// Words of a mask: a bit for each id and the spare one.
  package var wordCount: Int { vocabularySize / 32 + 1 }

  /// The tokens that spell a text, each the longest that fits; nil when a byte of it is in no token.
  package func spelling(of text: some Collection<UInt8>) -> [UInt32]? {
    var rest = Array(text)[...]
    var tokens: [UInt32] = []
    while !rest.isEmpty {
      guard let (token, length) = longestMatch(rest) else { return nil }
      tokens.append(token)
      rest.removeFirst(length)
    }
    return tokens
  }

  /// The longest token that `bytes` starts with, and its length; nil when no token does.
  package func longestMatch(_ bytes: ArraySlice<UInt8>) -> (token: UInt32, length: Int)? {
    var best: (UInt32, Int)?
    var index = 0
    var end = nodes.count
    var depth = 0
    for byte in bytes {
      while index < end, UInt8(truncatingIfNeeded: nodes[index]) != byte {
        index += Int(nodes[index] &>> 16 & 0xFF_FFFF)
      }
      if index >= end { break }
      depth += 1
      let token = Int(nodes[index] &>> 40)
      if token < vocabularySize { best = (UInt32(token), depth) }
      end = index + Int(nodes[index] &>> 16 & 0xFF_FFFF)
      index += 1
    }
    return best
  }

  /// Bytes that no token of one byte spells.
  package var missingBytes: [UInt8] {
    (0...255).filter { byte in longestMatch([byte]) == nil }
  }
}
