import Automata

/// What states let through of the shapes at a structural place.
extension SchemaAutomaton {
  mutating func passage(
    _ slice: StructuralSlice, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int
  ) throws(SchemaError) -> SliceMemo.Passage {
    if let known = memo.passages[state] { return known }
    let passage = try computePassage(slice, from: state, tapeEnd: tapeEnd)
    memo.passages[state] = passage
    return passage
  }

  private mutating func stepInShape(
    _ state: RecognizerState, _ byte: UInt8, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    state.isInKey && byte == UInt8(ascii: "\"")
      ? try stateBehindName(state, at: position) : try step(state, byte, at: position)
  }

  /// - Parameter anyItem: whether the state stands for those behind any string that an array has not had yet. What
  ///   compares this string with the next ones is undecided then.
  mutating func computePassage(
    _ slice: StructuralSlice, from start: RecognizerState, tapeEnd: Int, anyItem: Bool = false
  ) throws(SchemaError) -> SliceMemo.Passage {
    var passage = SliceMemo.Passage()
    passage.words = Array(repeating: 0, count: slice.count / 64 + 1)
    var states = InlineArray<256, RecognizerState>(repeating: start)
    let trie = slice.tree
    tape.reserve(tapeEnd + TokenTrie.maximumTokenLength)
    let earlierRead = tape.lowestRead
    tape.forgetReads()
    var index = 0
    while index < trie.nodes.count {
      let node = trie.nodes[index]
      let depth = Int(node &>> 8 & 0xFF)
      let byte = UInt8(truncatingIfNeeded: node)
      let state = states[depth &- 1]
      let size = Int(node &>> 16 & 0xFF_FFFF)
      let next = try stepInShape(state, byte, at: tapeEnd &+ depth &- 1)
      var isUndecided = tape.lowestRead < (anyItem ? .max : tapeEnd)
      if let next, !isUndecided {
        isUndecided = try dependsOnClass(from: state, to: next)
        if anyItem, next.isInString, try !isDense(StringStateID(index: next.payload)) { isUndecided = true }
      }
      if isUndecided {
        tape.forgetReads()
        Self.collect(trie, index..<index + size, into: &passage.undecided)
      }
      guard let next, !isUndecided else {
        index &+= size
        continue
      }
      states[depth] = next
      index &+= 1
      let shape = Int(node &>> 40)
      if shape != trie.vocabularySize { passage.add(Int32(shape), behind: next) }
    }
    tape.forgetReads()
    tape.recall(read: earlierRead)
    return passage
  }

  private static func collect(_ trie: TokenTrie, _ nodes: Range<Int>, into shapes: inout [Int32]) {
    for node in trie.nodes[nodes] where Int(node &>> 40) != trie.vocabularySize { shapes.append(Int32(node &>> 40)) }
  }
}
