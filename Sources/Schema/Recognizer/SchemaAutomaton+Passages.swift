import Automata

/// What states let through of the shapes at a structural place.
extension SchemaAutomaton {
  /// The passage of a state, with costs to be asked of the states behind it.
  mutating func passage(
    _ slice: StructuralSlice, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int
  ) throws(SchemaError) -> SliceMemo.Passage {
    if let known = memo.passages[state] { return known }
    let passage = try computePassage(slice, from: state, tapeEnd: tapeEnd)
    memo.passages[state] = passage
    return passage
  }

  /// What a state lets through, known from all that look alike. The states behind the shapes are those of the first one.
  ///
  /// - Parameter twin: that of the state.
  mutating func sharedPassage(
    _ slice: StructuralSlice, _ memo: inout SliceMemo, from state: RecognizerState, twin: RecognizerState, tapeEnd: Int
  ) throws(SchemaError) -> SliceMemo.SharedPassage {
    let shared: SliceMemo.Known
    if let known = memo.sharedPassages[twin] {
      shared = known
    } else {
      let passage = try computePassage(slice, from: twin, tapeEnd: tapeEnd, isShared: true)
      var isNarrow = false
      if let name = passage.hits.first(where: { $0.isOwnName }) {
        isNarrow = try !isDense(StringStateID(index: name.state.payload))
      }
      shared = SliceMemo.Known(passage, isNarrow: isNarrow)
      memo.sharedPassages[twin] = shared
    }
    var ownNames: StringStateID?
    if shared.isNarrow, twin.stack != state.stack {
      ownNames = try startKey(ownObject(state.stack)).map { StringStateID(index: $0.payload) }
    }
    return SliceMemo.SharedPassage(known: shared, ownNames: ownNames)
  }

  private mutating func stepInShape(
    _ state: RecognizerState, _ byte: UInt8, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    state.isInKey && byte == UInt8(ascii: "\"")
      ? try stateBehindName(state, at: position) : try step(state, byte, at: position)
  }

  /// - Parameters:
  ///   - anyItem: whether the state stands for those behind any string that an array has not had yet. What
  ///     compares this string with the next ones is undecided then.
  ///   - isShared: whether the passage is for all states that look like this one.
  mutating func computePassage(
    _ slice: StructuralSlice, from start: RecognizerState, tapeEnd: Int, anyItem: Bool = false,
    isShared: Bool = false
  ) throws(SchemaError) -> SliceMemo.Passage {
    let own = isShared && start.stack >= 0 ? ownObject(start.stack) : -1
    return try computePassage(
      slice, 0..<slice.tree.nodes.count, from: start, tapeEnd: tapeEnd, anyItem: anyItem, own: own)
  }

  /// What a state that has opened a name of its object lets through of the shapes behind that.
  ///
  /// - Returns: also whether no name is completed that conditions name.
  mutating func namePassage(
    _ slice: StructuralSlice, _ names: SliceMemo.NameNodes, from state: RecognizerState, tapeEnd: Int
  ) throws(SchemaError) -> (passage: SliceMemo.Passage, isOnlyOfClass: Bool) {
    tape.reserve(tapeEnd + TokenTrie.maximumTokenLength)
    for (offset, byte) in names.prefix.enumerated() { tape.write(byte, at: tapeEnd + offset) }
    hasCompletedNamed = false
    let passage = try computePassage(
      slice, names.nodes, from: state, tapeEnd: tapeEnd, anyItem: false, own: -1)
    return (passage, !hasCompletedNamed)
  }

  /// - Parameters:
  ///   - range: nodes of the tree of shapes that are walked, from the state before them.
  ///   - own: the cell of an object whose names are not gone into; -1 for none.
  private mutating func computePassage(
    _ slice: StructuralSlice, _ range: Range<Int>, from start: RecognizerState, tapeEnd: Int,
    anyItem: Bool, own: Int32
  ) throws(SchemaError) -> SliceMemo.Passage {
    var passage = SliceMemo.Passage(shapes: slice.count)
    var states = InlineArray<256, RecognizerState>(repeating: start)
    let trie = slice.tree
    tape.reserve(tapeEnd + TokenTrie.maximumTokenLength)
    let earlierRead = tape.lowestRead
    tape.forgetReads()
    var index = range.lowerBound
    while index < range.upperBound {
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
      let shape = Int(node &>> 40)
      let isOwnName = next.isInKey && next.stack == own
      if shape != trie.vocabularySize { passage.add(Int32(shape), behind: next, isOwnName: isOwnName) }
      if isOwnName, size > 1 {
        let prefix = Self.bytes(trie, upTo: index)
        var naming: [Int32] = []
        Self.collect(trie, index + 1..<index + size, into: &naming)
        naming.removeAll { !Self.isName(slice.shapes[Int($0)].dropFirst(prefix.count)) }
        if !naming.isEmpty {
          passage.names.append(SliceMemo.NameNodes(nodes: index + 1..<index + size, prefix: prefix))
          passage.naming += naming
        }
        index &+= size
      } else {
        index &+= 1
      }
    }
    tape.forgetReads()
    tape.recall(read: earlierRead)
    return passage
  }

  /// Whether the bytes behind the quote that opens a name can stand there in any object: what ends a name is followed by
  /// a colon.
  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    var (isInName, isEscaped) = (true, false)
    for byte in bytes {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case UInt8(ascii: "\\") where isInName: isEscaped = true
      case UInt8(ascii: "\"") where isInName: isInName = false
      case _ where isInName: continue
      case 0x20, 0x0A, 0x0D, 0x09: continue
      default: return byte == UInt8(ascii: ":")
      }
    }
    return true
  }

  /// The bytes that lead to a node, its own included.
  private static func bytes(_ trie: TokenTrie, upTo index: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var depth = Int(trie.nodes[index] &>> 8 & 0xFF)
    var index = index
    while depth > 0 {
      if Int(trie.nodes[index] &>> 8 & 0xFF) == depth {
        bytes.append(UInt8(truncatingIfNeeded: trie.nodes[index]))
        depth -= 1
      }
      index -= 1
    }
    return bytes.reversed()
  }

  private static func collect(_ trie: TokenTrie, _ nodes: Range<Int>, into shapes: inout [Int32]) {
    for node in trie.nodes[nodes] where Int(node &>> 40) != trie.vocabularySize { shapes.append(Int32(node &>> 40)) }
  }
}
