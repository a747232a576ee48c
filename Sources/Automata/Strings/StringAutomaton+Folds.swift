/// Walks over folded tokens: characters that a state does not tell apart are read once.
extension StringAutomaton {
  typealias Fold = FoldedTokens.Fold

  /// The result of a fold whose characters lead to several states.
  static let mixed: Int32 = -4
  /// Classes of characters beyond ASCII that are compared.
  private static let classLimit = 64

  /// Sets the bit of every token that stays in a string from the state on.
  ///
  /// - Returns: whether that was done: not where the state tells the letters apart.
  mutating func walkFolded(
    _ tokens: FoldedTokens, from start: StringStateID, into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) -> Bool {
    guard isBetweenCodePoints(start), try step(start, fold: .lowercase) != Self.mixed else { return false }
    var states = InlineArray<256, Int32>(repeating: start.index)
    var index = 0
    while true {
      index = Self.walkKnown(tokens, from: index, rows.span, foldedRows.span, &states, into: &words)
      if index >= tokens.texts.nodes.count { break }
      let node = tokens.texts.nodes[index]
      let symbol = UInt8(truncatingIfNeeded: node)
      let depth = Int(node &>> 8 & 0xFF)
      let state = StringStateID(index: states[depth &- 1])
      guard symbol >= FoldedTokens.firstFold else {
        _ = try step(state, symbol)
        continue
      }
      let fold = Fold(rawValue: symbol - FoldedTokens.firstFold)!
      if try step(state, fold: fold) != Self.mixed { continue }
      let end = index &+ Int(node &>> 16 & 0xFF_FFFF)
      while index < end {
        let text = Int(tokens.texts.nodes[index] &>> 40)
        let unfolded = Int(tokens.firstTokens[text])..<Int(tokens.firstTokens[text + 1])
        try walkUnfolded(tokens, unfolded, from: state, behind: depth &- 1, into: &words)
        index &+= 1
      }
    }
    try walk(tokens.others, from: start, into: &words)
    return true
  }

  /// Walks as far as every step is known and no characters lead to several states.
  ///
  /// - Returns: the node whose step is not so, or one behind the last.
  private static func walkKnown(
    _ tokens: FoldedTokens, from first: Int, _ rows: Span<Int32>, _ foldedRows: Span<Int32>,
    _ states: inout InlineArray<256, Int32>, into words: inout ContiguousArray<UInt32>
  ) -> Int {
    let nodes = tokens.texts.nodes.span
    let firstTokens = tokens.firstTokens.span
    let ids = tokens.tokens.span
    var mask = words.mutableSpan
    var index = first
    while index < nodes.count {
      let node = nodes[index]
      let symbol = UInt8(truncatingIfNeeded: node)
      let depth = Int(node &>> 8 & 0xFF)
      let state = Int(states[depth &- 1])
      let next =
        symbol < FoldedTokens.firstFold
        ? rows[state &<< 8 | Int(symbol)] : foldedRows[state &<< 2 | Int(symbol &- FoldedTokens.firstFold)]
      if next < 0 {
        if next == unknown || next == mixed { return index }
        index &+= Int(node &>> 16 & 0xFF_FFFF)
        continue
      }
      states[depth] = next
      index &+= 1
      let text = Int(node &>> 40)
      var place = Int(firstTokens[text])
      let end = Int(firstTokens[text &+ 1])
      while place < end {
        let token = ids[place]
        mask[Int(token &>> 5)] |= 1 &<< (token & 31)
        place &+= 1
      }
    }
    return index
  }

  /// Walks over tokens one by one.
  ///
  /// - Parameters:
  ///   - places: which of `tokens.tokens`.
  ///   - state: the one behind the first `count` characters of each.
  private mutating func walkUnfolded(
    _ tokens: FoldedTokens, _ places: Range<Int>, from state: StringStateID, behind count: Int,
    into words: inout ContiguousArray<UInt32>
  ) throws(AutomatonError) {
    for place in places {
      var index = Int(tokens.firstBytes[place])
      let end = Int(tokens.firstBytes[place + 1])
      var skipped = 0
      while skipped < count {
        index &+= 1
        while tokens.bytes[index] & 0xC0 == 0x80 { index &+= 1 }
        skipped &+= 1
      }
      var next = state.index
      while index < end, next >= 0 {
        let byte = tokens.bytes[index]
        let known = rows[Int(next) &<< 8 | Int(byte)]
        next = known == Self.unknown ? try step(StringStateID(index: next), byte) : known
        index &+= 1
      }
      if next < 0 { continue }
      let token = tokens.tokens[place]
      words[Int(token &>> 5)] |= 1 &<< (token & 31)
    }
  }

  /// The next state's index behind any character of a fold, `dead`, or `mixed`.
  private mutating func step(_ state: StringStateID, fold: Fold) throws(AutomatonError) -> Int32 {
    let place = Int(state.index) &<< 2 | Int(fold.rawValue)
    if foldedRows[place] != Self.unknown { return foldedRows[place] }
    let result: Int32
    if let bytes = fold.bytes {
      var next = try step(state, bytes.lowerBound)
      for byte in bytes.dropFirst() {
        if try step(state, byte) == next { continue }
        next = Self.mixed
        break
      }
      result = next
    } else {
      result = try stepBeyondASCII(state)
    }
    foldedRows[place] = result
    return result
  }

  private mutating func stepBeyondASCII(_ state: StringStateID) throws(AutomatonError) -> Int32 {
    let example = FoldedTokens.exampleBeyondASCII
    let choices = choices(of: state)
    for choice in choices {
      let starts = regex.classes(of: choice.rest)
      var index = RegexAlgebra.classIndex(of: 0x80, in: starts)
      if starts.count - index > Self.classLimit { return Self.mixed }
      let first = regex.derivative(choice.rest, by: example)
      while index < starts.count {
        let low = max(starts[index], 0x80)
        let high = index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF
        if !FoldedTokens.isNamed(low...high), regex.derivative(choice.rest, class: index, representative: low) != first
        {
          return Self.mixed
        }
        index += 1
      }
    }
    return try start(try advance(choices, example))?.index ?? Self.dead
  }
}
