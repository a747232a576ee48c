/// Walks over tokens that stay inside a string.
extension StringAutomaton {
  /// The mask of the tokens of a vocabulary that stay in a string from the state on.
  package mutating func mask(
    _ slice: StringSlice, from start: StringStateID
  ) throws(AutomatonError) -> ContiguousArray<UInt32> {
    if !isLiteral(start), let mask = try maskOfDense(slice, from: start) { return mask }
    var words = ContiguousArray<UInt32>(repeating: 0, count: slice.all.count)
    if walkLiterals(slice, from: start, into: &words) {
      finish(slice.bodies, &words)
    } else if let live = try liveBytes(start) {
      try walkNarrow(slice.bodies, slice.children, node: -1, live, from: start, into: &words)
      finish(slice.bodies, &words)
    } else if try !walkFolded(slice.folded, from: start, into: &words) {
      try walk(slice.bodies, from: start, into: &words)
    }
    return words
  }

  /// That mask where most tokens begin with a byte behind which every string may follow; nil for other states.
  private mutating func maskOfDense(
    _ slice: StringSlice, from start: StringStateID
  ) throws(AutomatonError) -> ContiguousArray<UInt32>? {
    guard isBetweenCodePoints(start) else { return nil }
    let nodes = slice.bodies.nodes
    var others: [(nodes: Range<Int>, state: Int32)] = []
    var otherNodes = 0
    var index = 0
    while index < nodes.count {
      let size = Int(nodes[index] &>> 16 & 0xFF_FFFF)
      let next = try step(start, UInt8(truncatingIfNeeded: nodes[index]))
      var isDense = false
      if next >= 0 { isDense = try isDenseBehindCodePoint(StringStateID(index: next)) }
      if !isDense {
        others.append((index..<index + size, next))
        otherNodes += size
        if otherNodes > nodes.count / 2 { return nil }
      }
      index += size
    }
    var words = slice.all
    for other in others {
      for node in nodes[other.nodes] { words[Int(node &>> 45)] &= ~(1 &<< UInt32(node &>> 40 & 31)) }
    }
    for other in others where other.state >= 0 {
      let token = nodes[other.nodes.lowerBound] &>> 40
      words[Int(token &>> 5)] |= 1 &<< UInt32(token & 31)
      let inner = other.nodes.dropFirst()
      if inner.isEmpty { continue }
      try walkWide(slice.bodies, live: nil, nodes: inner, from: StringStateID(index: other.state), into: &words)
    }
    for (token, duplicates) in slice.bodies.duplicates where words[Int(token &>> 5)] &>> (token & 31) & 1 == 0 {
      for other in duplicates { words[Int(other &>> 5)] &= ~(1 &<< (other & 31)) }
    }
    finish(slice.bodies, &words)
    return words
  }

  /// Sets the bit of every token of the tree that leads from the state to a state of the string.
  ///
  /// - Parameter words: a mask, bit i of word i/32 for token i.
  package mutating func walk(
    _ trie: TokenTrie, from start: StringStateID, into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    let live = isBetweenCodePoints(start) ? literalBytes(start) : nil
    try walkWide(trie, live: live, nodes: 0..<trie.nodes.count, from: start, into: &words)
    finish(trie, &words)
  }

  private func finish(_ trie: TokenTrie, _ words: inout ContiguousArray<UInt32>) {
    // The spare bit, where nodes without a token are written.
    words[trie.vocabularySize >> 5] &= ~(1 << UInt32(trie.vocabularySize & 31))
    for (token, others) in trie.duplicates where words[Int(token &>> 5)] &>> (token & 31) & 1 == 1 {
      for other in others { words[Int(other &>> 5)] |= 1 &<< (other & 31) }
    }
  }

  /// A few bytes, ascending. States from which no more go on are walked by these bytes instead of by the tree's.
  struct FewBytes {
    private typealias Bytes = InlineArray<24, UInt8>

    private(set) var count = 0
    private var bytes = Bytes(repeating: 0)

    static let limit = Bytes.count

    /// - Returns: whether there was room.
    mutating func append(_ byte: UInt8) -> Bool {
      if count == Self.limit { return false }
      bytes[count] = byte
      count += 1
      return true
    }

    subscript(index: Int) -> UInt8 { bytes[index] }
  }

  /// The bytes by which a string can go on from a state between code points, when they are few.
  private mutating func liveBytes(_ state: StringStateID) throws(AutomatonError) -> FewBytes? {
    guard isBetweenCodePoints(state) else { return nil }
    var live = FewBytes()
    if let literal = literalBytes(state) {
      for byte in literal where !live.append(byte) { return nil }
      return live
    }
    _ = try step(state, 0x20)
    let base = Int(state.index) &<< 8
    for byte in 0x20..<256 {
      let next = rows[base + byte]
      if next == Self.dead || next == Self.closed { continue }
      if !live.append(UInt8(byte)) { return nil }
    }
    return live
  }

  /// The bytes by which a few given strings go on, ascending; nil when there are others.
  func literalBytes(_ state: StringStateID) -> [UInt8]? {
    var bytes: [UInt8] = []
    for choice in choices(of: state) {
      guard regex.collectFirsts(choice.rest, limit: FewBytes.limit, into: &bytes) else { return nil }
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
    _ trie: TokenTrie, _ children: TrieChildren, node: Int, _ live: FewBytes, from state: StringStateID,
    into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    var first = Int(children.offsets[node + 1])
    let end = Int(children.offsets[node + 2])
    for number in 0..<live.count {
      let byte = live[number]
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
        try walkWide(trie, live: nil, nodes: child + 1..<child + size, from: next, into: &words)
      }
    }
  }

  /// - Parameter live: the bytes by which the start goes on, where they are known.
  private mutating func walkWide(
    _ trie: TokenTrie, live: [UInt8]?, nodes range: Range<Int>, from start: StringStateID,
    into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    var states = InlineArray<256, Int32>(repeating: start.index)
    let nodes = trie.nodes.span
    var index = range.lowerBound
    while true {
      index = Self.walkKnown(nodes, index..<range.upperBound, rows.span, &states, into: &words)
      if index >= range.upperBound { return }
      let byte = UInt8(truncatingIfNeeded: nodes[index])
      let state = states[Int(nodes[index] &>> 8 & 0xFF) &- 1]
      if state == start.index, live?.contains(byte) == false {
        rows[Int(state) &<< 8 | Int(byte)] = Self.dead
      } else {
        _ = try step(StringStateID(index: state), byte)
      }
    }
  }

  /// Walks as far as every step is known.
  ///
  /// - Parameter states: by depth, the states on the way to the first node; later those on the way to the last one.
  /// - Returns: the node whose step is not known, or one behind the last.
  private static func walkKnown(
    _ nodes: Span<UInt64>, _ range: Range<Int>, _ rows: Span<Int32>, _ states: inout InlineArray<256, Int32>,
    into words: inout ContiguousArray<UInt32>
  ) -> Int {
    var mask = words.mutableSpan
    var index = range.lowerBound
    while index < range.upperBound {
      let node = nodes[index]
      let depth = Int(node &>> 8 & 0xFF)
      let next = rows[Int(states[depth &- 1]) &<< 8 | Int(UInt8(truncatingIfNeeded: node))]
      if next < 0 {
        if next == unknown { return index }
        index &+= Int(node &>> 16 & 0xFF_FFFF)
        continue
      }
      states[depth] = next
      let token = Int(node &>> 40)
      mask[token &>> 5] |= 1 &<< UInt32(token & 31)
      index &+= 1
    }
    return index
  }

  /// Where a state between code points allows any text that goes on from it: the label of that.
  package func freeText(_ state: StringStateID) -> Int32? {
    guard isBetweenCodePoints(state) else { return nil }
    let choices = choices(of: state)
    return choices.count == 1 && choices[0].rest == .anything ? choices[0].label : nil
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
