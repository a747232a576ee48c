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
    var named: (choice: StringChoice, rests: LiteralRests)?
    var classes: [StringChoice] = []
    for choice in space.strings.choices(of: string) {
      if choice.label != Self.namedLabel {
        classes.append(choice)
      } else if let rests = space.strings.regex.literalRests(choice.rest)?.rests {
        named = (choice, rests)
      } else {
        return nil
      }
    }
    let closings = slices.strings.closingKey
    if classes.isEmpty {
      words = try bodies(slices.strings, &memo, of: string)
    } else {
      guard let mask = try classMask(slices, &memo, of: classes, in: state.stack, tapeEnd: tapeEnd) else { return nil }
      words = mask
      if let named, !isPlain(classes) { try addBodies(slices.strings, of: named.choice, to: &words) }
    }
    guard let named = named?.rests else { return false }
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

  /// The mask inside of a property name that is not one of those that conditions name.
  ///
  /// - Parameters:
  ///   - classes: what the name can still become of each class, at least one.
  ///   - stack: the cell of the object.
  /// - Returns: nil when more than the classes counts.
  private mutating func classMask(
    _ slices: VocabularySlices, _ memo: inout SliceMemo, of classes: [StringChoice], in stack: Int32, tapeEnd: Int
  ) throws(SchemaError) -> ContiguousArray<UInt32>? {
    var behind: [RecognizerState?] = []
    for choice in classes {
      let pending = try memberStep(frame(stack), KeyID(index: choice.label))
      behind.append(pending.map { colon(behind: $0, in: stack) })
    }
    if isPlain(classes) {
      let mask = try freeMask(slices, &memo, isKey: true, behind: behind[0], tapeEnd: tapeEnd)
      guard var words = mask, let exceptions = space.strings.regex.literalRests(classes[0].rest)?.rests else {
        return mask
      }
      let closings = slices.strings.closingKey
      exceptions.forEachShort(closings.longestPart) { index in
        for part in closings.parts(saying: exceptions[index]) {
          for place in closings.items(ofPart: part) {
            let token = closings.items[place].token
            words[Int(token &>> 5)] &= ~(1 &<< (token & 31))
          }
        }
      }
      return words
    }
    for index in behind.indices {
      if let state = behind[index] { behind[index] = try twin(state) }
    }
    guard let string = try startString(classes) else { return nil }
    let names = SliceMemo.NameClasses(string: string, behind: behind)
    if let known = memo.classMasks[names] { return known }
    var words = ContiguousArray<UInt32>()
    let state = RecognizerState(.key, string.index, stack: stack)
    let closed = try closedMask(slices, &memo, from: state, tapeEnd: tapeEnd, into: &words)
    guard closed.isPure else { return nil }
    if closed.isShared { memo.classMasks[names] = words }
    return words
  }

  /// Whether there is one class of names, which lacks none or a few given ones of all texts.
  private func isPlain(_ classes: [StringChoice]) -> Bool {
    if classes.count > 1 { return false }
    return classes[0].rest == .anything || space.strings.regex.literalRests(classes[0].rest)?.isComplement == true
  }

  /// Adds the tokens that stay in a string that is one of a few.
  private mutating func addBodies(
    _ slice: StringSlice, of choice: StringChoice, to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    do throws(AutomatonError) {
      guard let string = try space.strings.start([choice]) else { return }
      let mask = try space.strings.mask(slice, from: string)
      for index in words.indices { words[index] |= mask[index] }
    } catch {
      throw tooComplex(error)
    }
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
      let parts = closings.indices.filter { lengths.contains(closings.lengths[$0]) }
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
  mutating func add(
    _ part: Int, of closings: StringClosings, _ slice: StructuralSlice, _ shared: SliceMemo.SharedPassage,
    behind after: RecognizerState, tapeEnd: Int, to words: inout ContiguousArray<UInt32>
  ) throws(SchemaError) {
    let known = shared.known
    for place in closings.items(ofPart: part) {
      let item = closings.items[place]
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
