import Automata
import JSON

extension SchemaAutomaton {
  /// The state after `byte`, nil when no valid document goes on so.
  ///
  /// - Parameter position: where `byte` stands on the tape. Bytes below it must be on the tape already, back to the
  ///   start of a property name that is under way.
  package mutating func step(
    _ state: RecognizerState, _ byte: UInt8, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    tape.write(byte, at: position)
    return try step(state, byte, end: position)
  }

  /// The state after these bytes, of which the first stands at `position` on the tape; nil when no valid document goes
  /// on so.
  package mutating func step(
    _ state: RecognizerState, over bytes: ArraySlice<UInt8>, at position: Int
  ) throws(SchemaError) -> RecognizerState? {
    var (state, position, rest) = (state, position, bytes)
    while let byte = rest.first {
      if state.isInString, rest.count > 1, let (next, count) = try stringLeap(state, rest) {
        guard next >= 0 else { return nil }
        for byte in rest.prefix(count) {
          tape.write(byte, at: position)
          position += 1
        }
        state = RecognizerState(state.kind, next, stack: state.stack)
        rest.removeFirst(count)
        continue
      }
      guard let next = try step(state, byte, at: position) else { return nil }
      state = next
      position += 1
      rest.removeFirst()
    }
    return state
  }

  private mutating func stringLeap(
    _ state: RecognizerState, _ bytes: ArraySlice<UInt8>
  ) throws(SchemaError) -> (next: Int32, count: Int)? {
    do throws(AutomatonError) {
      return try space.strings.leap(StringStateID(index: state.payload), bytes)
    } catch {
      throw tooComplex(error)
    }
  }

  private mutating func step(_ state: RecognizerState, _ byte: UInt8, end: Int) throws(SchemaError) -> RecognizerState?
  {
    switch state.kind {
    case .string: return try stepString(state, byte, end: end)
    case .key: return try stepKey(state, byte, end: end)
    case .number: return try stepNumber(state, byte, end: end)
    case .literal: return try stepLiteral(state, byte, end: end)
    case .value, .objectStart, .member, .colon, .afterValue, .arrayStart:
      if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return whitespace(state) }
      return try stepStructure(state, byte, end: end)
    }
  }

  private func whitespace(_ state: RecognizerState) -> RecognizerState? {
    switch space.options.whitespace {
    case .any: return state
    case .bounded(let maximum):
      guard state.payload < Int32(maximum) else { return nil }
      return RecognizerState(state.kind, state.payload + 1, stack: state.stack)
    }
  }

  private mutating func stepStructure(
    _ state: RecognizerState, _ byte: UInt8, end: Int
  ) throws(SchemaError) -> RecognizerState? {
    switch (state.kind, byte) {
    case (.value, _): return try startValue(state.stack, byte)
    case (.colon, UInt8(ascii: ":")): return RecognizerState(.value, stack: state.stack)
    case (.objectStart, UInt8(ascii: "}")): return try close(state.stack, end: end + 1)
    case (.objectStart, UInt8(ascii: "\"")): return isFull(state.stack) ? nil : try startKey(state.stack)
    case (.member, UInt8(ascii: "\"")): return try startKey(state.stack)
    case (.arrayStart, UInt8(ascii: "]")): return try close(state.stack, end: end + 1)
    case (.arrayStart, _):
      guard !isFull(state.stack), let pending = try itemStep(frame(state.stack)) else { return nil }
      return try startValue(push(.pending(pending), on: cells[Int(state.stack)].parent), byte)
    case (.afterValue, _) where state.stack >= 0: return try stepAfterValue(state, byte, end: end)
    default: return nil
    }
  }

  private mutating func stepAfterValue(
    _ state: RecognizerState, _ byte: UInt8, end: Int
  ) throws(SchemaError) -> RecognizerState? {
    let id = frame(state.stack)
    if byte == UInt8(ascii: ","), isFull(state.stack) { return nil }
    switch (frames[Int(id.index)], byte) {
    case (.object, UInt8(ascii: "}")), (.array, UInt8(ascii: "]")): return try close(state.stack, end: end + 1)
    case (.object, UInt8(ascii: ",")):
      return try keyChoices(id).isEmpty ? nil : RecognizerState(.member, stack: state.stack)
    case (.array, UInt8(ascii: ",")):
      guard let pending = try itemStep(id) else { return nil }
      return RecognizerState(.value, stack: push(.pending(pending), on: cells[Int(state.stack)].parent))
    default: return nil
    }
  }

  // MARK: Values

  private mutating func startValue(_ stack: Int32, _ byte: UInt8) throws(SchemaError) -> RecognizerState? {
    let pending = Int(pending(stack).index)
    // All numbers start in one state.
    let isNumeric = byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
    let start = ValueStart(formulas: formulaLists[pending], byte: isNumeric ? UInt8(ascii: "0") : byte)
    let opening: ValueOpening?
    if let known = valueStarts[start] {
      opening = known
    } else {
      opening = try computeStart(pendings[pending], byte)
      valueStarts[start] = .some(opening)
    }
    switch opening {
    case nil: return nil
    case .scalar(let lexeme): return RecognizerState(lexeme: lexeme, stack: stack)
    case .number(let start):
      let next = space.numbers.step(start, byte)
      return next < 0 ? nil : RecognizerState(.number, next, stack: stack)
    case .container(let kind, let frame): return RecognizerState(kind, stack: push(.frame(frame), on: stack))
    }
  }

  private mutating func computeStart(_ entries: [PendingEntry], _ byte: UInt8) throws(SchemaError) -> ValueOpening? {
    switch byte {
    case UInt8(ascii: "\""):
      var choices: [StringChoice] = []
      for (label, entry) in entries.enumerated() {
        let language = try space.writtenStrings(entry.formula)
        if language != .none { choices.append(StringChoice(label: Int32(label), rest: language)) }
      }
      return try startString(choices).map { .scalar(RecognizerState(.string, $0.index, stack: -1).lexeme) }
    case UInt8(ascii: "-"), 0x30...0x39:
      var choices: [NumberChoice] = []
      for (label, entry) in entries.enumerated() {
        let set = try space.numbers(entry.formula)
        if !set.isEmpty { choices.append(NumberChoice(label: Int32(label), set: set)) }
      }
      return space.numbers.start(choices).map { .number($0) }
    case UInt8(ascii: "n"): return try startLiteral(.null, .null, entries)
    case UInt8(ascii: "t"): return try startLiteral(.true, .true, entries)
    case UInt8(ascii: "f"): return try startLiteral(.false, .false, entries)
    case UInt8(ascii: "["):
      var open: [FrameEntry] = []
      for (label, entry) in entries.enumerated() {
        let residual = try space.arrays(entry.formula)
        if try space.arrayCost(residual, count: 0, mustAdd: false, goal: .any) < FormulaSpace.unreachable {
          open.append(FrameEntry(label: Int32(label), residual: residual))
        }
      }
      if open.isEmpty { return nil }
      let horizon = open.map { self.horizon($0.residual) }.max() ?? 0
      let frame = intern(.array(ArrayFrame(entries: open, count: 0, horizon: horizon)))
      return .container(.arrayStart, frame)
    case UInt8(ascii: "{"):
      var open: [FrameEntry] = []
      var conditions: [(formula: FormulaID, residual: ResidualID)] = []
      for (label, entry) in entries.enumerated() {
        let residual = try space.objects(entry.formula)
        let facts = ObjectFacts(seen: [], last: -1, order: try space.ordering(entry.formula, residual))
        var isPossible = try space.isSurelySatisfiableByObject(entry.formula)
        if !isPossible { isPossible = try space.isCompletable(residual, facts) }
        if isPossible {
          open.append(FrameEntry(label: Int32(label), residual: residual))
          conditions.append((entry.formula, residual))
        }
      }
      if open.isEmpty { return nil }
      let order = intern(PropertyOrdering(try space.declaredKeys(conditions)))
      let frame = intern(.object(ObjectFrame(entries: open, seen: [], last: -1, order: order)))
      return .container(.objectStart, frame)
    default: return nil
    }
  }

  mutating func startString(_ choices: [StringChoice]) throws(SchemaError) -> StringStateID? {
    var living: [StringChoice] = []
    do throws(AutomatonError) {
      for choice in choices where try space.strings.regex.isInhabited(choice.rest) {
        living.append(choice)
      }
      return try space.strings.start(living)
    } catch {
      throw tooComplex(error)
    }
  }

  private mutating func startLiteral(
    _ word: LiteralProgress.Word, _ member: LiteralSet, _ entries: [PendingEntry]
  ) throws(SchemaError) -> ValueOpening? {
    var labels: [Int32] = []
    for (label, entry) in entries.enumerated() where try space.literals(entry.formula).contains(member) {
      labels.append(Int32(label))
    }
    if labels.isEmpty { return nil }
    let progress = intern(LiteralProgress(word: word, read: 1, labels: labels))
    return .scalar(RecognizerState(.literal, progress, stack: -1).lexeme)
  }

  private mutating func stepLiteral(
    _ state: RecognizerState, _ byte: UInt8, end: Int
  ) throws(SchemaError) -> RecognizerState? {
    let progress = literals[Int(state.payload)]
    let text = progress.text
    guard unsafe text.utf8Start[Int(progress.read)] == byte else { return nil }
    let read = progress.read + 1
    if Int(read) == text.utf8CodeUnitCount { return try complete(state.stack, progress.labels, end: end + 1) }
    let next = LiteralProgress(word: progress.word, read: read, labels: progress.labels)
    return RecognizerState(.literal, intern(next), stack: state.stack)
  }

  private mutating func stepString(
    _ state: RecognizerState, _ byte: UInt8, end: Int
  ) throws(SchemaError) -> RecognizerState? {
    let id = StringStateID(index: state.payload)
    let next = try stringStep(id, byte)
    if next >= 0 { return RecognizerState(.string, next, stack: state.stack) }
    if next == StringAutomaton.dead { return nil }
    let labels =
      isSettled(id)
      ? space.strings.labels(atEndOf: id) : space.strings.labels(atEndOf: id, text: textOnTape(endingAt: end))
    return labels.isEmpty ? nil : try complete(state.stack, labels, end: end + 1)
  }

  mutating func stringStep(_ id: StringStateID, _ byte: UInt8) throws(SchemaError) -> Int32 {
    do throws(AutomatonError) {
      return try space.strings.step(id, byte)
    } catch {
      throw tooComplex(error)
    }
  }

  private mutating func stepNumber(
    _ state: RecognizerState, _ byte: UInt8, end: Int
  ) throws(SchemaError) -> RecognizerState? {
    let id = NumberStateID(index: state.payload)
    let next = space.numbers.step(id, byte)
    if next >= 0 { return RecognizerState(.number, next, stack: state.stack) }
    let labels = space.numbers.labels(atEndOf: id)
    if labels.isEmpty { return nil }
    guard let after = try complete(state.stack, labels, end: end) else { return nil }
    return try step(after, byte, end: end)
  }

  /// The value on top of the stack, whose text ends before `end`, holds under these labels: its container goes on.
  /// Nil when the value itself rules that out.
  mutating func complete(
    _ stack: Int32, _ labels: [Int32], end: Int
  ) throws(SchemaError) -> RecognizerState? {
    let entries = pendings[Int(pending(stack).index)]
    let parent = cells[Int(stack)].parent
    var next = entries[Int(labels[0])].continuation
    for label in labels.dropFirst() { next = union(next, entries[Int(label)].continuation) }
    if awaitsValue(next), !(leavesItemsUnread && canCloseWhatever(next)) {
      guard let settled = try settled(next, valueOnTape(endingAt: end)) else { return nil }
      next = settled
    }
    return RecognizerState(.afterValue, stack: next == .done ? -1 : push(.frame(next), on: parent))
  }

  /// The frame in which the conditions of either may be met. Both have read the same document.
  private mutating func union(_ left: FrameID, _ right: FrameID) -> FrameID {
    let pair = FramePair(left: left, right: right)
    if let known = unions[pair] { return known }
    let union = computeUnion(left, right)
    unions[pair] = union
    return union
  }

  private mutating func computeUnion(_ left: FrameID, _ right: FrameID) -> FrameID {
    switch (frames[Int(left.index)], frames[Int(right.index)]) {
    case (.object(var frame), .object(let other)):
      frame.entries = merged(frame.entries + other.entries)
      return intern(.object(frame))
    case (.array(var frame), .array(let other)):
      frame.entries = merged(frame.entries + other.entries)
      return intern(.array(frame))
    default: return left
    }
  }

  private mutating func close(_ stack: Int32, end: Int) throws(SchemaError) -> RecognizerState? {
    let labels = closingLabels(stack)
    return labels.isEmpty ? nil : try complete(cells[Int(stack)].parent, labels, end: end)
  }

  /// The labels that hold when the container on top of the stack closes here.
  mutating func closingLabels(_ stack: Int32) -> [Int32] { closingLabels(of: frame(stack)) }

  mutating func closingLabels(of id: FrameID) -> [Int32] {
    if let known = closingLabels[id] { return known }
    let labels: [Int32] =
      switch frames[Int(id.index)] {
      case .object(let frame): objectLabels(frame)
      case .array(let frame): arrayLabels(frame)
      case .done: []
      }
    closingLabels[id] = labels
    return labels
  }

  // MARK: Property names

  mutating func startKey(_ stack: Int32) throws(SchemaError) -> RecognizerState? {
    let id = frame(stack)
    let start: StringStateID?
    if let known = nameStarts[id] {
      start = known
    } else {
      start = try startString(try keyChoices(id))
      nameStarts[id] = .some(start)
    }
    return start.map { RecognizerState(.key, $0.index, stack: stack) }
  }

  private mutating func stepKey(
    _ state: RecognizerState, _ byte: UInt8, end: Int
  ) throws(SchemaError) -> RecognizerState? {
    let next = try stringStep(StringStateID(index: state.payload), byte)
    if next >= 0 { return RecognizerState(.key, next, stack: state.stack) }
    if next == StringAutomaton.dead { return nil }
    let string = StringStateID(index: state.payload)
    let key =
      space.strings.labels(inSet: space.strings.labelSet(atEndOf: string))[0] == Self.namedLabel
      ? namedKey(string) : keyOnTape(endingAt: end)
    guard let pending = try memberStep(frame(state.stack), key) else { return nil }
    return RecognizerState(.colon, stack: push(.pending(pending), on: cells[Int(state.stack)].parent))
  }

  /// The name whose text ends before `end` on the tape.
  private mutating func keyOnTape(endingAt end: Int) -> KeyID {
    let range = tape.rangeOfStringBody(endingAt: end)
    if let known = knownNames.number(of: range, on: tape) { return KeyID(index: known) }
    let key = space.keys.id(of: decodedName(tape.bytes(in: range)))
    knownNames.add(key.index, of: range, on: tape)
    return key
  }

  func tooComplex(_ error: AutomatonError) -> SchemaError {
    SchemaError(error, at: space.document.location(of: space.document.root))
  }
}
