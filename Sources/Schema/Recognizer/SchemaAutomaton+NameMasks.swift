import Automata

/// Masks inside strings that are given texts, or all but given texts, without a look at what tokens may have before the
/// closing quote: the given texts say that.
extension SchemaAutomaton {
  /// The mask inside of a property name, where names are those that conditions name, and perhaps all others.
  ///
  /// - Returns: whether the mask is the same for all states that look alike; nil when the object is not so.
  mutating func nameMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int,
    into words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> Bool? {
    let string = StringStateID(index: state.payload)
    var named: LiteralRests?
    var free: (label: Int32, exceptions: LiteralRests?)?
    for choice in space.strings.choices(of: string) {
      if choice.label == Self.namedLabel {
        guard let rests = space.strings.regex.literalRests(choice.rest)?.rests else { return nil }
        named = rests
      } else {
        guard free == nil else { return nil }
        if choice.rest == .anything {
          free = (choice.label, nil)
        } else {
          guard let (rests, isComplement) = space.strings.regex.literalRests(choice.rest), isComplement else {
            return nil
          }
          free = (choice.label, rests)
        }
      }
    }
    let closings = slices.strings.closingKey
    if let free {
      let pending = try memberStep(frame(state.stack), KeyID(index: free.label))
      let after = pending.map { colon(behind: $0, in: state.stack) }
      guard let mask = try freeMask(slices, &memo, isKey: true, behind: after, tapeEnd: tapeEnd) else { return nil }
      words = mask
      free.exceptions?.forEachShort(closings.longestPart) { index in
        for part in closings.parts(saying: free.exceptions![index]) {
          for item in closings.items[part] { words[Int(item.token &>> 5)] &= ~(1 &<< (item.token & 31)) }
        }
      }
    } else {
      words = try bodies(slices.strings, &memo, of: string)
    }
    guard let named else { return false }
    var ends: [(part: Int, key: KeyID)] = []
    named.forEachShort(closings.longestPart) { index in
      for part in closings.parts(saying: named[index]) { ends.append((part, KeyID(index: named.number(index)))) }
    }
    for end in ends {
      guard let pending = try memberStep(frame(state.stack), end.key) else { continue }
      let after = colon(behind: pending, in: state.stack)
      let twin = try self.twin(after)
      let shared = try sharedPassage(slices[.colon], &memo, from: after, twin: twin, tapeEnd: tapeEnd)
      try add(end.part, of: closings, slices[.colon], shared, behind: after, tapeEnd: tapeEnd, to: &words)
    }
    return false
  }

  /// The mask inside of a string value that may be any text, or is one of a few.
  ///
  /// - Returns: whether the mask is the same for all states that look alike; nil when the string is not so.
  mutating func valueMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, tapeEnd: Int,
    into words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> Bool? {
    let string = StringStateID(index: state.payload)
    if let label = space.strings.freeText(string) {
      guard let after = try complete(state.stack, [label], end: tapeEnd + 1),
        let mask = try freeMask(slices, &memo, isKey: false, behind: after, tapeEnd: tapeEnd)
      else { return nil }
      words = mask
      return false
    }
    let closings = slices.strings.closingValue
    let choices = space.strings.choices(of: string)
    if choices.count == 1, let lengths = space.strings.regex.lengths(choices[0].rest) {
      let parts = closings.items.indices.filter { lengths.contains(closings.lengths[$0]) }
      let ends = [StringEnds(labels: [choices[0].label], parts: parts)]
      return try valueMask(slices, &memo, from: state, ends, tapeEnd: tapeEnd, into: &words)
    }
    var labels: [Int: [Int32]] = [:]
    var order: [Int] = []
    for choice in choices {
      guard let (rests, isComplement) = space.strings.regex.literalRests(choice.rest), !isComplement else {
        return nil
      }
      rests.forEachShort(closings.longestPart) { index in
        for part in closings.parts(saying: rests[index]) {
          if labels[part] == nil { order.append(part) }
          labels[part, default: []].append(choice.label)
        }
      }
    }
    // Most parts end the string with the same labels.
    var ends: [StringEnds] = []
    for part in order {
      if ends.last?.labels == labels[part] {
        ends[ends.count - 1].parts.append(part)
      } else {
        ends.append(StringEnds(labels: labels[part]!, parts: [part]))
      }
    }
    return try valueMask(slices, &memo, from: state, ends, tapeEnd: tapeEnd, into: &words)
  }

  /// Parts that end a string with the same labels.
  private struct StringEnds {
    let labels: [Int32]
    var parts: [Int]
  }

  private mutating func valueMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, from state: RecognizerState, _ ends: [StringEnds],
    tapeEnd: Int, into words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) -> Bool {
    var isShared = true
    let closings = slices.strings.closingValue
    let slice = slices[.afterValue]
    words = try bodies(slices.strings, &memo, of: StringStateID(index: state.payload))
    for end in ends {
      guard let after = try complete(state.stack, end.labels, end: tapeEnd + 1) else { continue }
      let twin = try self.twin(after)
      let shared = try sharedPassage(slice, &memo, from: after, twin: twin, tapeEnd: tapeEnd)
      if !shared.known.isShared(closings) { isShared = false }
      for part in end.parts {
        try add(part, of: closings, slice, shared, behind: after, tapeEnd: tapeEnd, to: &words)
      }
    }
    return isShared
  }

  mutating func colon(behind pending: PendingID, in stack: Int32) -> RecognizerState {
    RecognizerState(.colon, stack: push(.pending(pending), on: cells[Int(stack)].parent))
  }

  /// Adds the tokens that end a string with one part of it.
  ///
  /// - Parameter after: the state behind the quote.
  private mutating func add(
    _ part: Int, of closings: StringClosings, _ slice: StructuralSlice, _ shared: SliceMemo.SharedPassage,
    behind after: RecognizerState, tapeEnd: Int, to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    let known = shared.known
    for item in closings.items[part] {
      if item.shape >= 0, !known.allows(item.shape) {
        guard known.asksMore(of: item.shape) else { continue }
        let rest = slice.shapes[Int(item.shape)] + closings.openBodies[Int(item.openBody)]
        guard try state(behind: rest, from: after, at: tapeEnd) != nil else { continue }
      } else if item.openBody != 0 {
        let string = shared.string(behind: item.shape)
        guard try isPossible(closings.openBodies[Int(item.openBody)], in: string) else { continue }
      }
      set(item.token, in: &words)
    }
  }

  /// The mask inside of a string that may be any text.
  ///
  /// - Parameter after: the state behind its quote; nil where it can't end.
  /// - Returns: nil where that state is not all that counts.
  private mutating func freeMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, isKey: Bool, behind after: RecognizerState?, tapeEnd: Int
  ) throws(SchemaError) -> ContiguousArray<UInt32>? {
    guard let after else { return slices.strings.all }
    let twin = try self.twin(after)
    if let known = memo.freeMasks[twin] { return known }
    let slice = slices[isKey ? .colon : .afterValue]
    let closings = isKey ? slices.strings.closingKey : slices.strings.closingValue
    let shared = try sharedPassage(slice, &memo, from: after, twin: twin, tapeEnd: tapeEnd)
    let passage = shared.passage
    if !passage.undecided.isEmpty || passage.naming.contains(where: { closings.hasShape($0) }) { return nil }
    var words = slices.strings.all
    for token in closings.plain[0] { set(token, in: &words) }
    for hit in passage.hits where Int(hit.shape) + 1 < closings.plain.count {
      for token in closings.plain[Int(hit.shape) + 1] { set(token, in: &words) }
    }
    for item in closings.opening where passage.allows(item.shape) {
      let string = shared.string(behind: item.shape)
      if try isPossible(closings.openBodies[Int(item.openBody)], in: string) { set(item.token, in: &words) }
    }
    if shared.known.isShared(closings) { memo.freeMasks[twin] = words }
    return words
  }
}
