import JSON

/// Arrays that compare their items: the value of an item is read from the tape when it ends.
extension SchemaAutomaton {
  /// The frame with the value of the item that has just ended; nil when that leaves nothing that can be met.
  mutating func settled(_ id: FrameID, _ value: Int32) throws(SchemaError) -> FrameID? {
    let item = SettledItem(frame: id, constant: value)
    if let known = settledFrames[item] { return known }
    let result = try computeSettled(id, value)
    settledFrames[item] = .some(result)
    return result
  }

  /// Whether the array can close behind the item that has just ended, whatever the item is: it differs from the ones
  /// before, which its own conditions see to, and all that is left is to differ from the next.
  func canCloseWhatever(_ id: FrameID) -> Bool {
    guard case .array(let frame) = frames[Int(id.index)] else { return false }
    return frame.entries.allSatisfy { onlyAsksForDifference($0.residual) }
      && frame.entries.contains { holds($0.residual, count: Int(frame.count)) }
  }

  private mutating func computeSettled(_ id: FrameID, _ value: Int32) throws(SchemaError) -> FrameID? {
    guard case .array(var frame) = frames[Int(id.index)] else { preconditionFailure("objects compare no values") }
    var entries: [FrameEntry] = []
    for entry in frame.entries {
      let residual = settled(entry.residual, value)
      if residual == .never { continue }
      let cost = try space.arrayCost(residual, count: Int(frame.count), mustAdd: false, goal: .any)
      if cost < FormulaSpace.unreachable { entries.append(FrameEntry(label: entry.label, residual: residual)) }
    }
    if entries.isEmpty { return nil }
    frame.entries = entries
    return intern(.array(frame))
  }

  private mutating func settled(_ id: ResidualID, _ value: Int32) -> ResidualID {
    switch space.residual(id) {
    case .array(.unique(let values)) where values.isOpen:
      guard let next = Self.adding(value, to: values) else { return .never }
      return space.intern(.array(.unique(next)))
    case .array(.repeated(let values)) where values.isOpen:
      guard let next = Self.adding(value, to: values) else { return .always }
      return space.intern(.array(.repeated(next)))
    case .and(let operands): return space.and(operands.map { settled($0, value) })
    case .or(let operands): return space.or(operands.map { settled($0, value) })
    case .always, .never, .object, .array: return id
    }
  }

  /// The values with one more; nil when it is among them.
  private static func adding(_ value: Int32, to values: ItemValues) -> ItemValues? {
    let place = values.known.firstIndex { $0 >= value } ?? values.known.count
    if place < values.known.count, values.known[place] == value { return nil }
    var known = values.known
    known.insert(value, at: place)
    return ItemValues(known: known)
  }

  /// The constant for the value whose text ends before `end` on the tape.
  mutating func valueOnTape(endingAt end: Int) throws(SchemaError) -> Int32 {
    let range = tape.rangeOfValue(endingAt: end)
    if let known = knownItems.number(of: range, on: tape) { return known }
    let text = tape.bytes(in: range)
    do throws(JSONParseError) {
      let constant = space.constantID(try JSONParser.parse(bytes: text))
      knownItems.add(constant, of: range, on: tape)
      return constant
    } catch {
      // The automaton takes nothing that is no JSON; only the parser's limit on depth can be met.
      throw .depthLimit(JSONParser.Options().maximumDepth)
    }
  }

  /// Whether a condition waits for the value of the item under way.
  func awaitsValue(_ id: ResidualID) -> Bool {
    switch space.residual(id) {
    case .array(let assertion): assertion.awaitsValue
    case .and(let operands), .or(let operands): operands.contains { awaitsValue($0) }
    case .always, .never, .object: false
    }
  }

  /// What a state needs on the tape.
  package func memory(of state: RecognizerState) -> TextMemory {
    if isCapturing(state) { return .document }
    return state.isInKey || isGuarded(state) ? .string : .none
  }

  /// Whether a state depends on the text of an array item that is under way.
  func isCapturing(_ state: RecognizerState) -> Bool { state.stack >= 0 && isCapturing(state.stack) }
}
