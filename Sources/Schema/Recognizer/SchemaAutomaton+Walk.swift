package import Automata

extension SchemaAutomaton {
  /// What a walk of the token trie found besides the mask.
  package struct WalkResult {
    /// The largest cost of a state that an allowed token leads to; 0 when costs were not asked for.
    package var largestCost: Int32 = 0
    /// Whether the mask is the same whenever the automaton is in this state, whatever stands on the tape.
    package var isPure = true
  }

  /// Sets the bit of every token that a valid document may have next.
  ///
  /// - Parameters:
  ///   - tapeEnd: bytes on the tape, see `ByteTape`.
  ///   - words: a zeroed mask of `trie.wordCount` words, bit i of word i/32 for token i.
  ///   - withCosts: whether the costs after the allowed tokens are computed.
  ///   - limit: tokens after which the document costs more are left out.
  package mutating func walk(
    _ trie: TokenTrie, from start: RecognizerState, tapeEnd: Int, into words: inout ContiguousArray<UInt32>,
    withCosts: Bool = false, limit: Int32 = .max
  ) throws(SchemaError) -> WalkResult {
    var result = WalkResult()
    var states = InlineArray<256, RecognizerState>(repeating: start)
    var baseStack: Int32 = -2
    var base: Int32 = 0
    let nodes = trie.nodes.span
    var mask = words.mutableSpan
    let spare = UInt64(trie.vocabularySize)
    tape.reserve(tapeEnd + TokenTrie.maximumTokenLength)
    tape.forgetReads()
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      let depth = Int(node &>> 8 & 0xFF)
      let byte = UInt8(truncatingIfNeeded: node)
      let state = states[depth &- 1]
      let next: RecognizerState
      let known = state.isInString ? space.strings.knownStep(state.lexeme &>> 4, byte) : StringAutomaton.unknown
      if known >= 0 {
        tape.write(byte, at: tapeEnd &+ depth &- 1)
        next = RecognizerState(lexeme: known &<< 4 | state.lexeme & 15, stack: state.stack)
      } else if known != StringAutomaton.dead,
        let after = try step(state, byte, at: tapeEnd &+ depth &- 1)
      {
        next = after
      } else {
        index &+= Int(node &>> 16 & 0xFF_FFFF)
        continue
      }
      states[depth] = next
      index &+= 1
      let token = node &>> 40
      if token == spare { continue }
      if next.isInKey, start.isInKey, next.stack != start.stack { result.isPure = false }
      if withCosts {
        let cost: Int32
        if next.kind == .string, isSole(next.stack) {
          if next.stack != baseStack {
            (baseStack, base) = (next.stack, try costAfter(0, next.stack))
          }
          cost = FormulaSpace.sum(base, try stringClosing(next.payload))
        } else {
          cost = try self.cost(next, end: tapeEnd &+ depth)
        }
        if cost > limit { continue }
        result.largestCost = max(result.largestCost, cost)
      }
      mask[Int(token &>> 5)] |= 1 &<< UInt32(token & 31)
    }
    if tape.lowestRead < tapeEnd || isGuarded(start) { result.isPure = false }
    for (token, others) in trie.duplicates where words[Int(token &>> 5)] &>> (token & 31) & 1 == 1 {
      for other in others { words[Int(other &>> 5)] |= 1 &<< (other & 31) }
    }
    return result
  }
}
