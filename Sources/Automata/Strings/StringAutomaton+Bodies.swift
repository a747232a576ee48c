/// Walks over tokens that stay inside a string.
extension StringAutomaton {
  /// States from which at most so many bytes go on are walked by these bytes instead of by the tree's.
  private static let narrowLimit = 24

  /// Sets the bit of every token of the tree that leads from the state to a state of the string.
  ///
  /// - Parameters:
  ///   - children: the tree's, where states with few ways on shall be walked by these.
  ///   - words: a mask, bit i of word i/32 for token i.
  package mutating func walk(
    _ trie: TokenTrie, _ children: TrieChildren?, from start: StringStateID, into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    if let children, let texts = literalTexts(start) {
      if escapes == .all {
        try walkNarrow(trie, children, node: -1, [UInt8(ascii: "\\")], from: start, into: &words)
      }
      for text in texts { try walk(text, trie, children, from: start, into: &words) }
    } else if let children, let live = try liveBytes(start) {
      try walkNarrow(trie, children, node: -1, live, from: start, into: &words)
    } else {
      try walkWide(trie, children, nodes: 0..<trie.nodes.count, from: start, into: &words)
    }
    // The spare bit, where nodes without a token are written.
    words[trie.vocabularySize >> 5] &= ~(1 << UInt32(trie.vocabularySize & 31))
    for (token, others) in trie.duplicates where words[Int(token &>> 5)] &>> (token & 31) & 1 == 1 {
      for other in others { words[Int(other &>> 5)] |= 1 &<< (other & 31) }
    }
  }

  /// What is left of a few given strings, as it stands in JSON; nil for other languages, and where an escape is needed.
  private func literalTexts(_ state: StringStateID) -> [[UInt8]]? {
    guard isBetweenCodePoints(state) else { return nil }
    var texts: [[UInt8]] = []
    for choice in choices(of: state) {
      guard let rests = regex.literalRests(choice.rest, limit: Self.textLimit) else { return nil }
      texts += rests
    }
    return texts
  }

  /// Strings that are followed one by one.
  private static let textLimit = 64

  /// Sets the bits of the tokens that a text begins with, with escapes behind its first byte where it may have them.
  private mutating func walk(
    _ text: [UInt8], _ trie: TokenTrie, _ children: TrieChildren, from start: StringStateID,
    into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    var node = -1
    for (offset, byte) in text.enumerated() {
      if escapes == .all, offset > 0, children.child(of: node, by: UInt8(ascii: "\\")) != nil {
        var state = start
        for byte in text[..<offset] { state = StringStateID(index: try step(state, byte)) }
        try walkNarrow(trie, children, node: node, [UInt8(ascii: "\\")], from: state, into: &words)
      }
      guard let child = children.child(of: node, by: byte) else { return }
      let token = trie.nodes[child] &>> 40
      words[Int(token &>> 5)] |= 1 &<< UInt32(token & 31)
      node = child
    }
  }

  /// The bytes by which a string can go on from a state between code points, when they are few.
  private mutating func liveBytes(_ state: StringStateID) throws(AutomatonError) -> [UInt8]? {
    guard isBetweenCodePoints(state) else { return nil }
    if let live = literalBytes(state) { return live }
    _ = try step(state, 0x20)
    var live: [UInt8] = []
    let base = Int(state.index) &<< 8
    for byte in 0x20..<256 {
      let next = rows[base + byte]
      if next == Self.dead || next == Self.closed { continue }
      if live.count == Self.narrowLimit { return nil }
      live.append(UInt8(byte))
    }
    return live
  }

  /// The bytes by which a few given strings go on, ascending; nil when there are others.
  func literalBytes(_ state: StringStateID) -> [UInt8]? {
    var bytes: [UInt8] = []
    for choice in choices(of: state) {
      guard regex.collectFirsts(choice.rest, limit: Self.narrowLimit, into: &bytes) else { return nil }
    }
    if escapes == .all || bytes.contains(where: { $0 < 0x20 || $0 == 0x22 }) { bytes.append(UInt8(ascii: "\\")) }
    bytes.removeAll { $0 < 0x20 || $0 == 0x22 }
    bytes.sort()
    var last: UInt8?
    bytes.removeAll { byte in
      defer { last = byte }
      return byte == last
    }
    return bytes
  }

  private mutating func walkNarrow(
    _ trie: TokenTrie, _ children: TrieChildren, node: Int, _ live: [UInt8], from state: StringStateID,
    into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    var first = Int(children.offsets[node + 1])
    let end = Int(children.offsets[node + 2])
    for byte in live {
      // Both are ascending.
      if end - first > 16 {
        var (low, high) = (first, end)
        while low < high {
          let middle = (low + high) / 2
          if children.bytes[middle] < byte { low = middle + 1 } else { high = middle }
        }
        first = low
      } else {
        while first < end, children.bytes[first] < byte { first += 1 }
      }
      if first == end { return }
      if children.bytes[first] != byte { continue }
      let index = try step(state, byte)
      if index < 0 { continue }
      let child = Int(children.nodes[first])
      let word = trie.nodes[child]
      let token = word &>> 40
      words[Int(token &>> 5)] |= 1 &<< UInt32(token & 31)
      let size = Int(word &>> 16 & 0xFF_FFFF)
      if size == 1 { continue }
      let next = StringStateID(index: index)
      if let live = try liveBytes(next) {
        try walkNarrow(trie, children, node: child, live, from: next, into: &words)
      } else {
        try walkWide(
          trie, children, nodes: child + 1..<child + size, from: next, into: &words)
      }
    }
  }

  private mutating func walkWide(
    _ trie: TokenTrie, _ children: TrieChildren?, nodes range: Range<Int>, from start: StringStateID,
    into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    var states = InlineArray<256, Int32>(repeating: start.index)
    let nodes = trie.nodes.span
    var index = range.lowerBound
    while index < range.upperBound {
      let node = nodes[index]
      let depth = Int(node &>> 8 & 0xFF)
      let byte = UInt8(truncatingIfNeeded: node)
      let state = states[depth &- 1]
      var next = rows[Int(state) &<< 8 | Int(byte)]
      if next == Self.unknown { next = try step(StringStateID(index: state), byte) }
      if next < 0 {
        index &+= Int(node &>> 16 & 0xFF_FFFF)
        continue
      }
      states[depth] = next
      let token = Int(node &>> 40)
      words[token &>> 5] |= 1 &<< UInt32(token & 31)
      index &+= 1
    }
  }

  /// Where a state between code points allows any text that goes on from it, or any but a few: the label of that, and
  /// the few as they stand in JSON, those left out that need an escape. Other choices take only some of the few.
  package func freeText(_ state: StringStateID) -> (label: Int32, others: [[UInt8]])? {
    guard isBetweenCodePoints(state) else { return nil }
    var free: (label: Int32, others: [[UInt8]])?
    let choices = choices(of: state)
    for choice in choices {
      if let others = regex.exceptions(choice.rest) {
        if free != nil { return nil }
        free = (choice.label, others)
      } else if !regex.isFinite(choice.rest) {
        return nil
      }
    }
    if let free, free.others.isEmpty, choices.count > 1 { return nil }
    return free
  }

  /// The most that a token of the tree leaves to write up to the end of a string of the language, the quote included.
  package mutating func largestClosing(_ trie: TokenTrie, of language: RegexID) throws(AutomatonError) -> Int32 {
    if let known = largestClosings[language] { return known }
    guard let start = try start([StringChoice(label: 0, rest: language)]) else { return 0 }
    var reached: Set<Int32> = []
    var last: Int32 = -1
    var states = InlineArray<256, Int32>(repeating: start.index)
    var index = 0
    while index < trie.nodes.count {
      let node = trie.nodes[index]
      let depth = Int(node &>> 8 & 0xFF)
      let next = try step(StringStateID(index: states[depth &- 1]), UInt8(truncatingIfNeeded: node))
      if next < 0 {
        index &+= Int(node &>> 16 & 0xFF_FFFF)
        continue
      }
      states[depth] = next
      index &+= 1
      if Int(node &>> 40) == trie.vocabularySize || next == last { continue }
      reached.insert(next)
      last = next
    }
    var largest: Int32 = 0
    for state in reached { largest = max(largest, try closingCost(StringStateID(index: state))) }
    largestClosings[language] = largest
    return largest
  }
}
