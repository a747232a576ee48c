import Testing

@testable import Automata

@Suite struct TokenTrieTests {
  private static let tokens: [(id: UInt32, bytes: ArraySlice<UInt8>)] = [
    "a", "ab", "abc", "abd", "b", "", "bcd", "ab", "\u{E9}", "\"", "\":", "a",
  ].enumerated().map { (UInt32($0), Array($1.utf8)[...]) }

  @Test func layout() throws {
    let trie = TokenTrie(Self.tokens, vocabularySize: 40)
    #expect(trie.wordCount == 2)
    #expect(trie.longestToken == 3)
    #expect(trie.duplicates == [0: [11], 1: [7]])
    // A depth-first walk by depth and subtree size meets each token's bytes.
    var path: [UInt8] = []
    var met: [UInt32: [UInt8]] = [:]
    var ends: [Int] = []
    for (index, node) in trie.nodes.enumerated() {
      while let end = ends.last, index >= end { ends.removeLast() }
      let depth = Int(node >> 8 & 0xFF)
      #expect(depth == ends.count + 1)
      path.removeLast(path.count - (depth - 1))
      path.append(UInt8(truncatingIfNeeded: node))
      ends.append(index + Int(node >> 16 & 0xFF_FFFF))
      if node >> 40 < 40 { met[UInt32(node >> 40)] = path }
    }
    for (id, bytes) in Self.tokens where id != 5 && id != 7 && id != 11 { #expect(met[id] == Array(bytes)) }
    #expect(met.count == 9)
  }

  @Test func longestMatch() {
    let trie = TokenTrie(Self.tokens, vocabularySize: 40)
    for (text, token, length) in [
      ("abcd", 2, 3), ("abx", 1, 2), ("ax", 0, 1), ("bcx", 4, 1), ("bcd", 6, 3), ("\":1", 10, 2), ("\"x", 9, 1),
      ("\u{E9}", 8, 2),
    ] as [(String, UInt32, Int)] {
      let match = trie.longestMatch(Array(text.utf8)[...])
      #expect(match?.token == token && match?.length == length, "\(text)")
    }
    #expect(trie.longestMatch([0x7A]) == nil)
    #expect(trie.longestMatch([]) == nil)
    #expect(Set(trie.missingBytes) == Set(0...255).subtracting(Array("ab\"".utf8)))
  }

  /// Tokens that are too long are left out, the longest possible one is in.
  @Test func longestToken() {
    let tokens: [(id: UInt32, bytes: ArraySlice<UInt8>)] = [
      (0, ArraySlice(repeating: 0x61, count: 255)), (1, ArraySlice(repeating: 0x61, count: 256)),
    ]
    let trie = TokenTrie(tokens, vocabularySize: 2)
    #expect(trie.longestMatch(ArraySlice(repeating: 0x61, count: 300))?.token == 0)
    #expect(trie.longestToken == 255)
  }
}
