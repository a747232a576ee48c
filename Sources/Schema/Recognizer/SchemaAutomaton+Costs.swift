import Automata
import JSON

/// Upper bounds on what is still to write.
///
/// The bound of a state is the length in bytes of one particular completion: the cheapest way to end what is open,
/// taken together with what the containers around it need when it ends so. A vocabulary that can spell every byte needs
/// at most one token a byte, and the first byte of the completion lowers the bound by at least one.
extension SchemaAutomaton {
  /// A container with the cell that it is the value of.
  struct OpenFrame: InternedKey {
    let frame: FrameID
    let below: Int32
    let mustAdd: Bool
    /// What the last item has to be where its value counts and is not known yet.
    var item: FormulaID?

    func mix(into mixer: inout KeyMixer) {
      mixer.add(frame.index, below)
      mixer.add(mustAdd ? 1 : 0, item?.index ?? -1)
    }
  }

  /// Bytes that some completion of the document needs from here.
  ///
  /// - Parameter end: where the next byte will stand on the tape.
  package mutating func cost(_ state: RecognizerState, end: Int) throws(SchemaError) -> Int32 {
    switch state.kind {
    case .afterValue where state.stack < 0: return 0
    case .afterValue, .objectStart, .arrayStart: return try frameCost(state.stack, mustAdd: false)
    case .member: return try frameCost(state.stack, mustAdd: true)
    case .value: return try valueCost(state.stack)
    case .colon: return FormulaSpace.sum(1, try valueCost(state.stack))
    case .string: return try stringCost(state.payload, state.stack)
    case .number:
      let closings: [(label: Int32, text: [UInt8])]
      do throws(AutomatonError) {
        closings = try space.numbers.closings(NumberStateID(index: state.payload))
      } catch {
        throw tooComplex(error)
      }
      var least = FormulaSpace.unreachable
      for (label, text) in closings {
        least = min(least, FormulaSpace.sum(Int32(clamping: text.count), try costAfter(label, state.stack)))
      }
      return least
    case .literal:
      let progress = literals[Int(state.payload)]
      var least = FormulaSpace.unreachable
      for label in progress.labels { least = min(least, try costAfter(label, state.stack)) }
      return FormulaSpace.sum(least, Int32(progress.text.utf8CodeUnitCount) - Int32(progress.read))
    case .key: return try keyCost(state, end: end)
    }
  }

  /// Whether the value that is pending on top of `stack` has one reading only.
  func isSole(_ stack: Int32) -> Bool { pendings[Int(pending(stack).index)].count == 1 }

  /// What the document needs once the value that is pending in `cell` has ended with a label.
  mutating func costAfter(_ label: Int32, _ cell: Int32) throws(SchemaError) -> Int32 {
    let entry = pendings[Int(pending(cell).index)][Int(label)]
    let next = entry.continuation
    if next == .done { return 0 }
    let open = awaitsValue(next) ? entry.formula : nil
    return try cost(OpenFrame(frame: next, below: cells[Int(cell)].parent, mustAdd: false, item: open))
  }

  private mutating func frameCost(_ stack: Int32, mustAdd: Bool) throws(SchemaError) -> Int32 {
    try cost(OpenFrame(frame: frame(stack), below: cells[Int(stack)].parent, mustAdd: mustAdd))
  }

  /// What the document needs from inside a container, by the cheapest of its conditions.
  private mutating func cost(_ open: OpenFrame) throws(SchemaError) -> Int32 {
    if let known = frameCosts[open] { return known }
    var least = FormulaSpace.unreachable
    switch frames[Int(open.frame.index)] {
    case .done: least = 0
    case .object(let frame):
      let order = space.options.propertyOrder == .declared ? orders[Int(frame.order)] : nil
      let facts = ObjectFacts(seen: frame.seen, last: frame.last, order: order)
      for entry in frame.entries {
        let own = try space.objectCost(entry.residual, facts, mustAdd: open.mustAdd)
        if own < least { least = min(least, FormulaSpace.sum(own, try costAfter(entry.label, open.below))) }
      }
    case .array(let frame):
      for entry in frame.entries {
        let own = try space.arrayCost(entry.residual, count: Int(frame.count), mustAdd: open.mustAdd, open: open.item)
        if own < least { least = min(least, FormulaSpace.sum(own, try costAfter(entry.label, open.below))) }
      }
    }
    frameCosts[open] = least
    return least
  }

  private mutating func valueCost(_ stack: Int32) throws(SchemaError) -> Int32 {
    var least = FormulaSpace.unreachable
    for (label, entry) in pendings[Int(pending(stack).index)].enumerated() {
      let own = try space.cost(of: entry.formula)
      if own < least { least = min(least, FormulaSpace.sum(own, try costAfter(Int32(label), stack))) }
    }
    return least
  }

  private mutating func stringCost(_ index: Int32, _ stack: Int32) throws(SchemaError) -> Int32 {
    var least = FormulaSpace.unreachable
    for continuation in try stringContinuations(index) {
      let own = FormulaSpace.sum(try languageCost(continuation), continuation.bytes + 1)
      if own < least { least = min(least, FormulaSpace.sum(own, try costAfter(continuation.label, stack))) }
    }
    return least
  }

  mutating func stringClosing(_ index: Int32) throws(SchemaError) -> Int32 {
    do throws(AutomatonError) {
      return try space.strings.closingCost(StringStateID(index: index))
    } catch {
      throw tooComplex(error)
    }
  }

  private mutating func stringContinuations(
    _ index: Int32
  ) throws(SchemaError) -> [StringAutomaton.Continuation] {
    do throws(AutomatonError) {
      return try space.strings.continuations(of: StringStateID(index: index))
    } catch {
      throw tooComplex(error)
    }
  }

  private mutating func languageCost(_ continuation: StringAutomaton.Continuation) throws(SchemaError) -> Int32 {
    do throws(AutomatonError) {
      return try space.strings.regex.completionCost(of: continuation.rest, isOpen: continuation.bytes > 0)
    } catch {
      throw tooComplex(error)
    }
  }

  /// So many names are compared for the cheapest member; where there are more, the cheapest of these will do.
  private static let comparedNames = 256

  /// A cheap member that the property name can still become.
  private mutating func keyCost(_ state: RecognizerState, end: Int) throws(SchemaError) -> Int32 {
    var least = FormulaSpace.unreachable
    for continuation in try stringContinuations(state.payload) {
      if continuation.label == Self.namedLabel {
        // Short names first. A member takes a colon, a value and the brace at least.
        let names = space.strings.regex.members(of: continuation.rest).sorted { $0.rest < $1.rest }
        for (index, name) in names.enumerated() {
          let own = name.rest + continuation.bytes + 1
          if own + 3 >= least || index >= Self.comparedNames, least < FormulaSpace.unreachable { break }
          let key = space.keys.id(of: ExactString(name.text))
          least = min(least, FormulaSpace.sum(own, try memberCost(state.stack, key)))
        }
      } else {
        let own = FormulaSpace.sum(try languageCost(continuation), continuation.bytes + 1)
        least = min(least, FormulaSpace.sum(own, try memberCost(state.stack, KeyID(index: continuation.label))))
      }
    }
    return least
  }

  /// Colon, value, and what the document needs then.
  mutating func memberCost(_ stack: Int32, _ key: KeyID) throws(SchemaError) -> Int32 {
    guard let pending = try memberStep(frame(stack), key) else { return FormulaSpace.unreachable }
    let next = push(.pending(pending), on: cells[Int(stack)].parent)
    return try cost(RecognizerState(.colon, stack: next), end: 0)
  }

  func decodedName(_ body: some Collection<UInt8>) -> ExactString {
    do throws(JSONParseError) {
      return try JSONParser.parseString(body: body)
    } catch {
      preconditionFailure("the string automaton let an invalid name through: \(error)")
    }
  }
}
