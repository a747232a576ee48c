import Automata

/// A string that tokens end: what was found of it on the way.
struct StringClosing {
  /// Inside of the string, between code points.
  let state: RecognizerState
  let tapeEnd: Int
  /// Whether the tokens depend on nothing but the state.
  var isPure = true
  /// Whether they are the same for all states that look like this one.
  var isShared = true
  /// Where the string ends with each set of labels, and the parts that end it so, as far as these ask for nothing more.
  var ends: [End] = []

  struct End {
    /// -1 for a name that conditions name: each has an end of its own.
    let labels: Int32
    /// The state behind the quote.
    let after: RecognizerState
    let passage: SliceMemo.SharedPassage
    let isShared: Bool
    let asksMore: Bool
    var parts: [Int] = []
  }
}

/// The tokens that end a string.
extension SchemaAutomaton {
  /// Adds the tokens that have one part of the string, up to its quote.
  ///
  /// - Parameters:
  ///   - part: the part's index.
  ///   - slice: the shapes that may stand behind the quote.
  ///   - end: the state behind the part, of which `depth` bytes stand on the tape from `tapeEnd` on.
  mutating func add(
    _ part: Int, of closings: StringClosings, _ slice: StructuralSlice, _ memo: inout SliceMemo,
    endingAt end: StringStateID,
    depth: Int, _ comparison: Comparison, _ closing: inout StringClosing, to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    var closed = space.strings.knownStep(end.index, UInt8(ascii: "\""))
    if closed == StringAutomaton.unknown { closed = try stringStep(end, UInt8(ascii: "\"")) }
    if closed != StringAutomaton.closed { return }
    let state = closing.state
    let position = closing.tapeEnd &+ depth
    tape.write(UInt8(ascii: "\""), at: position)
    let behind = RecognizerState(state.kind, end.index, stack: state.stack)
    let isSettled = isSettled(end)
    if !isSettled { closing.isPure = false }
    if comparison == .some || !isSettled {
      // Where the string's text decides what may follow, each token is tried.
      for item in closings.items[closings.items(ofPart: part)] {
        let rest = item.shape < 0 ? [] : slice.shapes[Int(item.shape)] + closings.openBodies[Int(item.openBody)]
        if try self.state(behind: Self.quote + rest, from: behind, at: position) != nil { set(item.token, in: &words) }
      }
      return
    }
    let labels = space.strings.labelSet(atEndOf: end)
    let isNamed = state.isInKey && space.strings.labels(inSet: labels)[0] == Self.namedLabel
    var index = isNamed ? nil : closing.ends.indices.first { closing.ends[$0].labels == labels }
    if index == nil {
      guard let after = try stateBehind(behind, space.strings.labels(inSet: labels), at: position) else { return }
      let shared =
        comparison == .onlyDifferent
        ? SliceMemo.SharedPassage(
          known: SliceMemo.Known(try computePassage(slice, from: after, tapeEnd: position + 1, anyItem: true)))
        : try sharedPassage(slice, &memo, from: after, twin: self.twin(after), tapeEnd: position + 1)
      let (passage, isShared) = (shared.known.passage, shared.known.isShared(closings))
      index = closing.ends.count
      closing.ends.append(
        StringClosing.End(
          labels: isNamed ? -1 : labels, after: after, passage: shared, isShared: isShared,
          asksMore: !passage.undecided.isEmpty || !passage.naming.isEmpty))
      if !isShared { closing.isShared = false }
    }
    if !closing.ends[index!].asksMore {
      closing.ends[index!].parts.append(part)
      return
    }
    let known = closing.ends[index!].passage.known
    for place in closings.items(ofPart: part) {
      let item = closings.items[place]
      if item.shape >= 0, !known.allows(item.shape) {
        guard known.asksMore(of: item.shape) else { continue }
        if known.passage.undecided.contains(item.shape) { closing.isPure = false }
        let rest = Self.quote + slice.shapes[Int(item.shape)] + closings.openBodies[Int(item.openBody)]
        guard try isPossible(rest, from: behind, at: position) else { continue }
      } else if item.openBody != 0 {
        let string = closing.ends[index!].passage.string(behind: item.shape)
        guard try isPossible(closings.openBodies[Int(item.openBody)], in: string) else { continue }
      }
      set(item.token, in: &words)
    }
  }

  /// Adds the tokens of the parts that were put off.
  mutating func addParts(
    of closings: StringClosings, _ slice: StructuralSlice, _ closing: StringClosing,
    to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    for end in closing.ends {
      for part in end.parts {
        try add(
          part, of: closings, slice, end.passage, behind: end.after, tapeEnd: closing.tapeEnd, to: &words)
      }
    }
  }

  private static let quote = [UInt8(ascii: "\"")]

  /// Whether these bytes may come behind a state.
  private mutating func isPossible(
    _ bytes: [UInt8], from state: RecognizerState, at position: Int
  ) throws(SchemaError) -> Bool {
    // What an item is matters to the next one only.
    leavesItemsUnread = !bytes.contains(UInt8(ascii: ","))
    defer { leavesItemsUnread = false }
    return try self.state(behind: bytes, from: state, at: position) != nil
  }

  /// How a string that is an array's item is compared with the other items.
  enum Comparison {
    case none
    /// It differs from the items before, which its languages see to.
    case onlyDifferent
    case some
  }

  func comparison(of stack: Int32) -> Comparison {
    var result = Comparison.none
    for entry in pendings[Int(pending(stack).index)] where awaitsValue(entry.continuation) {
      guard case .array(let frame) = frames[Int(entry.continuation.index)] else { continue }
      if result == .none { result = .onlyDifferent }
      for entry in frame.entries where !onlyAsksForDifference(entry.residual) { result = .some }
    }
    return result
  }

  func onlyAsksForDifference(_ id: ResidualID) -> Bool {
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

  /// The name that ends here, one of those that conditions name.
  mutating func namedKey(_ string: StringStateID) -> KeyID {
    if let known = namedKeys[string] { return known }
    for choice in space.strings.choices(of: string) where choice.label == Self.namedLabel {
      guard let rests = space.strings.regex.literalRests(choice.rest)?.rests, let end = rests.complete else { continue }
      let key = KeyID(index: rests.number(end))
      namedKeys[string] = key
      return key
    }
    preconditionFailure("no name ends here")
  }

  /// The state behind a quote in a property name, which mostly ends it.
  ///
  /// A name that only its class is known of is taken for any name of that class, so that not every name has to be
  /// looked at by itself.
  mutating func stateBehindName(
    _ state: RecognizerState, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    let string = StringStateID(index: state.payload)
    tape.write(UInt8(ascii: "\""), at: position)
    // A quote that is escaped ends nothing.
    guard try stringStep(string, UInt8(ascii: "\"")) == StringAutomaton.closed else {
      return try step(state, UInt8(ascii: "\""), at: position)
    }
    guard isSettled(string) else {
      hasCompletedNamed = true
      return try step(state, UInt8(ascii: "\""), at: position)
    }
    let label = space.strings.labels(inSet: space.strings.labelSet(atEndOf: string))[0]
    if label == Self.namedLabel { hasCompletedNamed = true }
    let key = label == Self.namedLabel ? namedKey(string) : KeyID(index: label)
    guard let pending = try memberStep(frame(state.stack), key) else { return nil }
    return RecognizerState(.colon, stack: push(.pending(pending), on: cells[Int(state.stack)].parent))
  }
}
