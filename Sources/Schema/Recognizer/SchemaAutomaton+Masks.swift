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
    let twin = try self.twin(state)
    if let known = memo.masks[twin] {
      words = known
      return true
    }
    let slice = slices[place]
    let shared = try sharedPassage(slice, &memo, from: state, twin: twin, tapeEnd: tapeEnd)
    let isNumber = place == .number
    var asksNames = shared.known.isNarrow || !shared.passage.names.isEmpty
    let naming = asksNames || isNumber ? try namingState(twin, of: state) : nil
    if let naming, let known = memo.namingMasks[naming] {
      words = known
      return true
    }
    var isShared = true
    words = slice.blanks
    if isNumber {
      // Behind a complete number comes what comes behind any value.
      let labels = space.numbers.labels(atEndOf: NumberStateID(index: state.payload))
      if !labels.isEmpty, let after = try complete(state.stack, labels, end: tapeEnd) {
        let slice = slices[.afterValue]
        words = slice.blanks
        let shared = try sharedPassage(slice, &memo, from: after, twin: self.twin(after), tapeEnd: tapeEnd)
        if shared.known.isNarrow || !shared.passage.names.isEmpty { asksNames = true }
        isShared = try add(shared, of: slice, from: after, tapeEnd: tapeEnd, to: &words)
      }
    }
    if try !add(shared, of: slice, from: state, tapeEnd: tapeEnd, to: &words) { isShared = false }
    let isPure = tape.lowestRead >= tapeEnd
    if isPure, isShared {
      if let naming { memo.namingMasks[naming] = words } else if !asksNames { memo.masks[twin] = words }
    }
    return isPure
  }

  /// What the tokens of a state depend on that may begin a name of its object; nil where names are of several classes.
  private mutating func namingState(
    _ twin: RecognizerState, of state: RecognizerState
  ) throws(SchemaError) -> SliceMemo.NamingState? {
    let own = state.stack < 0 ? -1 : ownObject(state.stack)
    guard own >= 0, case .object = frames[Int(frame(own).index)], let start = try startKey(own) else { return nil }
    var behind: RecognizerState?
    for choice in try keyChoices(frame(own)) where choice.label != Self.namedLabel {
      if behind != nil { return nil }
      guard let pending = try memberStep(frame(own), KeyID(index: choice.label)) else { return nil }
      behind = try self.twin(colon(behind: pending, in: own))
    }
    return SliceMemo.NamingState(twin: twin, names: start.payload, behind: behind)
  }

  // MARK: Structure

  /// Whether a step asks an object which names it has, when it only knows the class of one.
  mutating func dependsOnClass(
    from state: RecognizerState, to next: RecognizerState
  ) throws(SchemaError) -> Bool {
    if next.kind == .member {
      guard hasClass(next.stack) else { return false }
      let id = frame(next.stack)
      _ = try keyChoices(id)
      return !openNames[id]!
    }
    return state.kind == .key && next.kind == .colon && hasClass(state.stack)
  }

  private func hasClass(_ stack: Int32) -> Bool {
    guard case .object(let frame) = frames[Int(frame(stack).index)] else { return false }
    return frame.seen.first?.isClass == true
  }

  /// - Parameter start: where the passage begins, with the tape up to `tapeEnd`.
  /// - Returns: whether the tokens are the same for all states that look like this one and whose names are the same.
  private mutating func add(
    _ shared: SliceMemo.SharedPassage, of slice: StructuralSlice, from start: RecognizerState, tapeEnd: Int,
    to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> Bool {
    let passage = shared.passage
    var isShared = passage.undecided.isEmpty
    for hit in passage.hits {
      let string = shared.string(behind: hit)
      try addOpening(hit.shape, string, of: slice, to: &words)
    }
    for shape in passage.undecided {
      guard let state = try state(behind: slice.shapes[Int(shape)], from: start, at: tapeEnd) else { continue }
      try addOpening(shape, StringStateID(index: state.payload), of: slice, to: &words)
    }
    if passage.names.isEmpty { return isShared }
    guard let name = try startKey(ownObject(start.stack)) else { return isShared }
    for nodes in passage.names {
      let (passage, isOnlyOfClass) = try namePassage(slice, nodes, from: name, tapeEnd: tapeEnd)
      if !isOnlyOfClass || !passage.undecided.isEmpty { isShared = false }
      let shared = SliceMemo.SharedPassage(known: SliceMemo.Known(passage))
      _ = try add(shared, of: slice, from: start, tapeEnd: tapeEnd, to: &words)
    }
    return isShared
  }

  /// Adds the tokens of a shape.
  ///
  /// - Parameter string: the one that is open behind it, if any is.
  private mutating func addOpening(
    _ shape: Int32, _ string: StringStateID, of slice: StructuralSlice, to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    for token in slice.tokens[Int(shape)] { set(token, in: &words) }
    guard let opening = slice.openings[Int(shape)] else { return }
    if try isDense(string) {
      for token in opening.tokens { set(token, in: &words) }
      return
    }
    do throws(AutomatonError) {
      try space.strings.walk(opening.bodies, from: string, into: &words)
    } catch {
      throw tooComplex(error)
    }
  }

  // MARK: Strings

  private mutating func stringMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int,
    into words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> Bool? {
    var (string, state) = (StringStateID(index: state.payload), state)
    guard space.strings.isBetweenCodePoints(string) else { return nil }
    let isKey = state.isInKey
    if !isKey {
      string = try unbounded(try unlimited(string, slices.strings), slices.strings, &memo)
      state = RecognizerState(.string, string.index, stack: state.stack)
    }
    let twin = try self.twin(state)
    if let known = memo.masks[twin] {
      words = known
      return true
    }
    if !isCapturing(state.stack) {
      let isShared =
        isKey
        ? try nameMask(slices, &memo, from: state, tapeEnd: tapeEnd, into: &words)
        : try valueMask(slices, &memo, from: state, tapeEnd: tapeEnd, into: &words)
      if let isShared {
        if isShared, !isKey { memo.masks[twin] = words }
        return true
      }
    }
    let limited = isKey ? nil : try limited(string, slices.strings, &memo)
    let closed = try closedMask(slices, &memo, from: state, limited, tapeEnd: tapeEnd, into: &words)
    if closed.isPure, closed.isShared, !isKey { memo.masks[twin] = words }
    return closed.isPure
  }

  /// The mask inside of any string: of the tokens that stay in it, and of those that end it with each part there is.
  ///
  /// - Parameters:
  ///   - state: between code points.
  ///   - limited: its string, where a bound on the length was taken off.
  /// - Returns: whether the mask depends on nothing but the state, and whether it is the same for all states that look
  ///   like this one.
  mutating func closedMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, _ limited: LimitedString? = nil,
    tapeEnd: Int, into words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> (isPure: Bool, isShared: Bool) {
    let string = limited?.free ?? StringStateID(index: state.payload)
    let isKey = state.isInKey
    if let limited { words = limited.bodies } else { words = try bodies(slices.strings, &memo, of: string) }
    let closings = isKey ? slices.strings.closingKey : slices.strings.closingValue
    let slice = slices[isKey ? .colon : .afterValue]
    let comparison = isKey ? .none : comparison(of: state.stack)
    tape.reserve(tapeEnd + TokenTrie.maximumTokenLength)
    var closing = StringClosing(state: state, tapeEnd: tapeEnd)
    var states = InlineArray<256, Int32>(repeating: string.index)
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
      if let limited, closings.lengths[part] > limited.limit { continue }
      let end = StringStateID(index: states[depth])
      try add(
        part, of: closings, slice, &memo, endingAt: end, depth: depth, comparison, &closing, to: &words)
    }
    try addParts(of: closings, slice, closing, to: &words)
    let isPure = closing.isPure && (comparison == .onlyDifferent || tape.lowestRead >= tapeEnd)
    return (isPure, closing.isShared && comparison == .none)
  }

  func set(_ token: UInt32, in words: inout ContiguousArray<UInt32>) {
    words[Int(token &>> 5)] |= 1 &<< (token & 31)
  }

  /// The mask of the tokens that stay in the string.
  mutating func bodies(
    _ slice: StringSlice, _ memo: inout SliceMemo, of string: StringStateID
  ) throws(SchemaError) -> ContiguousArray<UInt32> {
    do throws(AutomatonError) {
      return try bodies(slice, &memo, in: string)
    } catch {
      throw tooComplex(error)
    }
  }

  mutating func bodies(
    _ slice: StringSlice, _ memo: inout SliceMemo, in string: StringStateID
  ) throws(AutomatonError) -> ContiguousArray<UInt32> {
    if try space.strings.isDense(string) { return slice.all }
    let languages = space.strings.languages(of: string)
    if languages.count == 1, let limit = space.strings.regex.lengthLimit(languages[0]) {
      return slice.mask(limit: limit)
    }
    if let known = memo.bodies[languages] { return known }
    let words = try space.strings.mask(slice, from: string)
    memo.bodies[languages] = words
    return words
  }

  private mutating func unlimited(
    _ string: StringStateID, _ slice: StringSlice
  ) throws(SchemaError) -> StringStateID {
    do throws(AutomatonError) {
      return try space.strings.unlimited(string, slice)
    } catch {
      throw tooComplex(error)
    }
  }

  mutating func isDense(_ string: StringStateID) throws(SchemaError) -> Bool {
    do throws(AutomatonError) {
      return try space.strings.isDense(string)
    } catch {
      throw tooComplex(error)
    }
  }

  /// The state behind some bytes, of which the first stands at `position` on the tape.
  mutating func state(
    behind bytes: [UInt8], from state: RecognizerState, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    var state = state
    for (offset, byte) in bytes.enumerated() {
      guard let next = try step(state, byte, at: position + offset) else { return nil }
      state = next
    }
    return state
  }

  mutating func isPossible(_ bytes: [UInt8], in string: StringStateID) throws(SchemaError) -> Bool {
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
