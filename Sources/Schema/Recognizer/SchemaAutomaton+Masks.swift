package import Automata

/// Masks from a vocabulary's slices: what a state lets through is asked of shapes, not of tokens.
extension SchemaAutomaton {
  /// Sets `words` to the mask of the tokens that a valid document may have next.
  ///
  /// The mask is that of `walk`. It is put together from parts: tokens that stay in a string depend on the string's
  /// languages alone; those that leave it, on what is before the quote, and on the shape behind it.
  ///
  /// - Parameters:
  ///   - tapeEnd: bytes on the tape, see `ByteTape`.
  ///   - words: room for the mask, of `slices` words.
  /// - Returns: whether the mask is the same whenever the automaton is in this state; nil, and nothing in `words`, when
  ///   the slices have no answer for such a state, which has to be walked.
  package mutating func mask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int,
    into words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> Bool? {
    tape.forgetReads()
    guard let place = state.kind.place else {
      return try stringMask(slices, &memo, from: state, tapeEnd: tapeEnd, into: &words)
    }
    let slice = slices[place]
    if place != .number, place != .literal {
      words = slice.blanks
      let passage = try passage(slice, &memo, from: state, tapeEnd: tapeEnd)
      try add(passage, of: slice, from: state, tapeEnd: tapeEnd, to: &words)
      return tape.lowestRead >= tapeEnd
    }
    // Behind a complete number comes what comes behind any value.
    let labels = place == .number ? space.numbers.labels(atEndOf: NumberStateID(index: state.payload)) : []
    words = slice.blanks
    if !labels.isEmpty, let after = try complete(state.stack, labels, end: tapeEnd) {
      let slice = slices[.afterValue]
      words = slice.blanks
      let passage = try passage(slice, &memo, from: after, tapeEnd: tapeEnd)
      try add(passage, of: slice, from: after, tapeEnd: tapeEnd, to: &words)
    }
    let inside = try computePassage(slice, from: state, tapeEnd: tapeEnd)
    try add(inside, of: slice, from: state, tapeEnd: tapeEnd, to: &words)
    return tape.lowestRead >= tapeEnd
  }

  // MARK: Structure

  mutating func passage(
    _ slice: StructuralSlice, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int
  ) throws(SchemaError) -> SliceMemo.Passage {
    if let known = memo.passages[state] { return known }
    let passage = try computePassage(slice, from: state, tapeEnd: tapeEnd)
    memo.passages[state] = passage
    return passage
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
      let next =
        state.isInKey && byte == UInt8(ascii: "\"")
        ? try stateBehindName(state, at: tapeEnd &+ depth &- 1) : try step(state, byte, at: tapeEnd &+ depth &- 1)
      var isUndecided = tape.lowestRead < (anyItem ? .max : tapeEnd)
      if let next, !isUndecided {
        isUndecided = try dependsOnClass(from: state, to: next)
        if anyItem, next.isInString, try !isDense(StringStateID(index: next.payload)) { isUndecided = true }
      }
      if isUndecided {
        tape.forgetReads()
        for node in trie.nodes[index..<index + size] where Int(node &>> 40) != trie.vocabularySize {
          passage.undecided.append(Int32(node &>> 40))
        }
      }
      guard let next, !isUndecided else {
        index &+= size
        continue
      }
      states[depth] = next
      index &+= 1
      let shape = Int(node &>> 40)
      if shape == trie.vocabularySize { continue }
      passage.hits.append(SliceMemo.Passage.Hit(shape: Int32(shape), state: next))
      passage.words[shape &>> 6] |= 1 &<< UInt64(shape & 63)
    }
    tape.forgetReads()
    tape.recall(read: earlierRead)
    return passage
  }

  /// Whether a step asks an object which names it has, when it only knows the class of one.
  private mutating func dependsOnClass(
    from state: RecognizerState, to next: RecognizerState
  ) throws(SchemaError) -> Bool {
    if next.kind == .member {
      guard hasClass(next.stack) else { return false }
      let choices = try keyChoices(frame(next.stack))
      do throws(AutomatonError) {
        for choice in choices where try space.strings.regex.isDense(choice.rest) { return false }
      } catch {
        throw tooComplex(error)
      }
      return true
    }
    return state.kind == .key && next.kind == .colon && hasClass(state.stack)
  }

  private func hasClass(_ stack: Int32) -> Bool {
    guard case .object(let frame) = frames[Int(frame(stack).index)] else { return false }
    return frame.seen.first?.isClass == true
  }

  /// - Parameter start: where the passage begins, with the tape up to `tapeEnd`.
  private mutating func add(
    _ passage: SliceMemo.Passage, of slice: StructuralSlice, from start: RecognizerState, tapeEnd: Int,
    to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    for hit in passage.hits { try add(hit, of: slice, to: &words) }
    for shape in passage.undecided {
      if let state = try state(behind: slice.shapes[Int(shape)], from: start, at: tapeEnd) {
        try add(SliceMemo.Passage.Hit(shape: shape, state: state), of: slice, to: &words)
      }
    }
  }

  private mutating func add(
    _ hit: SliceMemo.Passage.Hit, of slice: StructuralSlice, to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    for token in slice.tokens[Int(hit.shape)] { set(token, in: &words) }
    guard let opening = slice.openings[Int(hit.shape)] else { return }
    let string = StringStateID(index: hit.state.payload)
    if try isDense(string) {
      for token in opening.tokens { set(token, in: &words) }
      return
    }
    do throws(AutomatonError) {
      try space.strings.walk(opening.bodies, nil, from: string, into: &words)
    } catch {
      throw tooComplex(error)
    }
  }

  // MARK: Strings

  private mutating func stringMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int,
    into words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> Bool? {
    let string = StringStateID(index: state.payload)
    guard space.strings.isBetweenCodePoints(string) else { return nil }
    words = try bodies(slices.strings, &memo, of: string)
    let isKey = state.isInKey
    let closings = isKey ? slices.strings.closingKey : slices.strings.closingValue
    let slice = slices[isKey ? .colon : .afterValue]
    var isPure = true
    /// Where the string ends with each set of labels.
    var ends: [(labels: Int32, passage: SliceMemo.Passage)] = []
    let comparison = isKey ? .none : comparison(of: state.stack)
    let quote = [UInt8(ascii: "\"")]
    var states = InlineArray<256, Int32>(repeating: string.index)
    tape.reserve(tapeEnd + TokenTrie.maximumTokenLength)
    // The empty part first, then the tree.
    var index = -1
    while index < closings.parts.nodes.count {
      var part = 0
      var depth = 0
      if index >= 0 {
        let node = closings.parts.nodes[index]
        depth = Int(node &>> 8 & 0xFF)
        let byte = UInt8(truncatingIfNeeded: node)
        var next = space.strings.knownStep(states[depth &- 1], byte)
        if next == StringAutomaton.unknown {
          next = try stringStep(StringStateID(index: states[depth &- 1]), byte)
        }
        if next < 0 {
          index &+= Int(node &>> 16 & 0xFF_FFFF)
          continue
        }
        states[depth] = next
        tape.write(byte, at: tapeEnd &+ depth &- 1)
        part = Int(node &>> 40)
      }
      index &+= 1
      if part == closings.parts.vocabularySize { continue }
      let end = StringStateID(index: states[depth])
      var closed = space.strings.knownStep(end.index, UInt8(ascii: "\""))
      if closed == StringAutomaton.unknown { closed = try stringStep(end, UInt8(ascii: "\"")) }
      if closed != StringAutomaton.closed { continue }
      let position = tapeEnd &+ depth
      tape.write(UInt8(ascii: "\""), at: position)
      let behind = RecognizerState(state.kind, end.index, stack: state.stack)
      if comparison == .some {
        // Where the string's text decides what may follow, each token is tried.
        for item in closings.items[part] {
          let rest = item.shape < 0 ? [] : slice.shapes[Int(item.shape)] + item.openBody
          if try self.state(behind: quote + rest, from: behind, at: position) != nil { set(item.token, in: &words) }
        }
        continue
      }
      let labels = space.strings.labelSet(atEndOf: end)
      let isNamed = isKey && space.strings.labels(inSet: labels)[0] == Self.namedLabel
      let passage: SliceMemo.Passage
      if !isNamed, let known = ends.first(where: { $0.labels == labels }) {
        passage = known.passage
      } else {
        guard let after = try stateBehind(behind, space.strings.labels(inSet: labels), at: position) else { continue }
        passage =
          comparison == .onlyDifferent
          ? try computePassage(slice, from: after, tapeEnd: position + 1, anyItem: true)
          : try self.passage(slice, &memo, from: after, tapeEnd: position + 1)
        if !isNamed { ends.append((labels, passage)) }
      }
      for item in closings.items[part] {
        if item.shape >= 0, !passage.allows(item.shape) {
          guard passage.undecided.contains(item.shape) else { continue }
          isPure = false
          let rest = quote + slice.shapes[Int(item.shape)] + item.openBody
          guard try self.state(behind: rest, from: behind, at: position) != nil else { continue }
        } else if !item.openBody.isEmpty {
          let hit = passage.hits.first { $0.shape == item.shape }!
          guard try isPossible(item.openBody, in: StringStateID(index: hit.state.payload)) else { continue }
        }
        set(item.token, in: &words)
      }
    }
    return isPure && (comparison == .onlyDifferent || tape.lowestRead >= tapeEnd)
  }

  /// How a string that is an array's item is compared with the other items.
  private enum Comparison {
    case none
    /// It differs from the items before, which its languages see to.
    case onlyDifferent
    case some
  }

  private func comparison(of stack: Int32) -> Comparison {
    var result = Comparison.none
    for entry in pendings[Int(pending(stack).index)] where awaitsValue(entry.continuation) {
      guard case .array(let frame) = frames[Int(entry.continuation.index)] else { continue }
      if result == .none { result = .onlyDifferent }
      for entry in frame.entries where !onlyAsksForDifference(entry.residual) { result = .some }
    }
    return result
  }

  private func onlyAsksForDifference(_ id: ResidualID) -> Bool {
    switch space.residual(id) {
    case .array(.repeated): false
    case .and(let operands): operands.allSatisfy { onlyAsksForDifference($0) }
    case .or: false
    case .always, .never, .object, .array: true
    }
  }

  /// The state behind the quote that ends a string here; nil when it can't end here after all.
  private mutating func stateBehind(
    _ state: RecognizerState, _ labels: [Int32], at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    if state.isInKey { return try stateBehindName(state, at: position) }
    return try complete(state.stack, labels, end: position + 1)
  }

  /// The state behind a quote in a property name, which mostly ends it.
  ///
  /// A name that only its class is known of is taken for any name of that class, so that not every name has to be
  /// looked at by itself.
  private mutating func stateBehindName(
    _ state: RecognizerState, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    let string = StringStateID(index: state.payload)
    tape.write(UInt8(ascii: "\""), at: position)
    // A quote that is escaped ends nothing.
    guard try stringStep(string, UInt8(ascii: "\"")) == StringAutomaton.closed else {
      return try step(state, UInt8(ascii: "\""), at: position)
    }
    let label = space.strings.labels(inSet: space.strings.labelSet(atEndOf: string))[0]
    if label == Self.namedLabel { return try step(state, UInt8(ascii: "\""), at: position) }
    guard let pending = try memberStep(frame(state.stack), KeyID(index: label)) else { return nil }
    return RecognizerState(.colon, stack: push(.pending(pending), on: cells[Int(state.stack)].parent))
  }

  private func set(_ token: UInt32, in words: inout ContiguousArray<UInt32>) {
    words[Int(token &>> 5)] |= 1 &<< (token & 31)
  }

  /// The mask of the tokens that stay in the string.
  private mutating func bodies(
    _ slice: StringSlice, _ memo: inout SliceMemo, of string: StringStateID
  ) throws(SchemaError) -> ContiguousArray<UInt32> {
    if try isDense(string) { return slice.all }
    let languages = space.strings.languages(of: string)
    if languages.count == 1, let limit = space.strings.regex.lengthLimit(languages[0]) {
      return slice.mask(limit: limit)
    }
    if let known = memo.bodies[languages] { return known }
    var words = ContiguousArray<UInt32>(repeating: 0, count: slice.all.count)
    do throws(AutomatonError) {
      try space.strings.walk(slice.bodies, slice.children, from: string, into: &words)
    } catch {
      throw tooComplex(error)
    }
    memo.bodies[languages] = words
    return words
  }

  private mutating func isDense(_ string: StringStateID) throws(SchemaError) -> Bool {
    do throws(AutomatonError) {
      return try space.strings.isDense(string)
    } catch {
      throw tooComplex(error)
    }
  }

  /// The state behind some bytes, of which the first stands at `position` on the tape.
  private mutating func state(
    behind bytes: [UInt8], from state: RecognizerState, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    var state = state
    for (offset, byte) in bytes.enumerated() {
      guard let next = try step(state, byte, at: position + offset) else { return nil }
      state = next
    }
    return state
  }

  private mutating func isPossible(_ bytes: [UInt8], in string: StringStateID) throws(SchemaError) -> Bool {
    var string = string
    for byte in bytes {
      let next = try stringStep(string, byte)
      if next < 0 { return false }
      string = StringStateID(index: next)
    }
    return true
  }
}

extension RecognizerState.Kind {
  /// The place in the text's structure; nil inside of strings.
  var place: StructuralPlace? {
    switch self {
    case .value: .value
    case .objectStart: .objectStart
    case .member: .member
    case .colon: .colon
    case .afterValue: .afterValue
    case .arrayStart: .arrayStart
    case .number: .number
    case .literal: .literal
    case .string, .key: nil
    }
  }
}
