import Automata
import JSON

/// Upper bounds on what is still to write.
///
/// The bound of a state is the length in bytes of one particular completion, taken apart by frames: what the lexeme
/// needs, plus what each open container needs once the value inside it has ended. A vocabulary that can spell every
/// byte needs at most one token a byte, and the first byte of the completion lowers the bound by at least one.
extension SchemaAutomaton {
  /// Bytes that some completion of the document needs from here.
  ///
  /// - Parameter end: where the next byte will stand on the tape.
  package mutating func cost(_ state: RecognizerState, end: Int) throws(SchemaError) -> Int32 {
    let own: Int32
    switch state.kind {
    case .afterValue:
      if state.stack < 0 { return 0 }
      own = try frameCost(frame(state.stack), mustAdd: false)
    case .objectStart, .arrayStart: own = try frameCost(frame(state.stack), mustAdd: false)
    case .member: own = try frameCost(frame(state.stack), mustAdd: true)
    case .value: own = FormulaSpace.sum(try valueCost(state.stack), try continuationCost(state.stack))
    case .colon:
      own = FormulaSpace.sum(FormulaSpace.sum(1, try valueCost(state.stack)), try continuationCost(state.stack))
    case .string:
      own = FormulaSpace.sum(try stringClosing(state.payload), try continuationCost(state.stack))
    case .number:
      let rest: Int
      do throws(AutomatonError) {
        rest = try space.numbers.closing(NumberStateID(index: state.payload)).count
      } catch {
        throw tooComplex(error)
      }
      own = FormulaSpace.sum(Int32(clamping: rest), try continuationCost(state.stack))
    case .literal:
      let progress = literals[Int(state.payload)]
      let rest = progress.text.utf8CodeUnitCount - Int(progress.read)
      own = FormulaSpace.sum(Int32(rest), try continuationCost(state.stack))
    case .key: return try keyCost(state, end: end)
    }
    return FormulaSpace.sum(own, try costBelow(cells[Int(state.stack)].parent))
  }

  /// What the document needs once the value that is pending on top of `stack` has ended.
  mutating func costAfterValue(_ stack: Int32) throws(SchemaError) -> Int32 {
    FormulaSpace.sum(try continuationCost(stack), try costBelow(cells[Int(stack)].parent))
  }

  /// What the containers below a cell need once the one above has ended.
  private mutating func costBelow(_ stack: Int32) throws(SchemaError) -> Int32 {
    var total: Int32 = 0
    var open: [Int32] = []
    var stack = stack
    while stack >= 0 {
      if let known = stackCosts[stack] {
        total = known
        break
      }
      open.append(stack)
      stack = cells[Int(stack)].parent
    }
    for cell in open.reversed() {
      total = FormulaSpace.sum(total, try continuationCost(cell))
      stackCosts[cell] = total
    }
    return total
  }

  /// What the container needs after the value that is pending on top of `stack`, whichever of its readings holds.
  private mutating func continuationCost(_ stack: Int32) throws(SchemaError) -> Int32 {
    var most: Int32 = 0
    for entry in pendings[Int(pending(stack).index)] where entry.continuation != .done {
      most = max(most, try frameCost(entry.continuation, mustAdd: false))
    }
    return most
  }

  private mutating func valueCost(_ stack: Int32) throws(SchemaError) -> Int32 {
    var least = FormulaSpace.unreachable
    for entry in pendings[Int(pending(stack).index)] { least = min(least, try space.cost(of: entry.formula)) }
    return least
  }

  private mutating func frameCost(_ id: FrameID, mustAdd: Bool) throws(SchemaError) -> Int32 {
    if !mustAdd, let known = frameCosts[id] { return known }
    var least = FormulaSpace.unreachable
    switch frames[Int(id.index)] {
    case .done: least = 0
    case .object(let frame):
      let order = space.options.propertyOrder == .declared ? orders[Int(frame.order)] : nil
      let facts = ObjectFacts(seen: frame.seen, last: frame.last, order: order)
      for entry in frame.entries {
        least = min(least, try space.objectCost(entry.residual, facts, mustAdd: mustAdd))
      }
    case .array(let frame):
      for entry in frame.entries {
        least = min(least, try space.arrayCost(entry.residual, count: Int(frame.count), mustAdd: mustAdd))
      }
    }
    if !mustAdd { frameCosts[id] = least }
    return least
  }

  mutating func stringClosing(_ index: Int32) throws(SchemaError) -> Int32 {
    do throws(AutomatonError) {
      return try space.strings.closingCost(StringStateID(index: index))
    } catch {
      throw tooComplex(error)
    }
  }

  /// The cheapest member that the property name can still become.
  private mutating func keyCost(_ state: RecognizerState, end: Int) throws(SchemaError) -> Int32 {
    let id = StringStateID(index: state.payload)
    guard let choices = space.strings.bodyChoices(id) else {
      // Inside an escape or a UTF-8 sequence: the end that the string automaton would write.
      let closing: [UInt8]
      do throws(AutomatonError) {
        closing = try space.strings.closing(id)
      } catch {
        throw tooComplex(error)
      }
      let name = decodedName(tape.stringBody(endingAt: end) + closing.dropLast())
      return FormulaSpace.sum(Int32(clamping: closing.count), try memberCost(state.stack, space.keys.id(of: name)))
    }
    var least = FormulaSpace.unreachable
    for choice in choices {
      if choice.label == Self.namedLabel {
        for name in space.strings.regex.members(of: choice.rest) {
          let key = space.keys.id(of: ExactString(name.text))
          least = min(least, FormulaSpace.sum(name.rest + 1, try memberCost(state.stack, key)))
        }
        continue
      }
      let rest: Int32
      do throws(AutomatonError) {
        rest = try space.strings.regex.cost(of: choice.rest)
      } catch {
        throw tooComplex(error)
      }
      least = min(
        least, FormulaSpace.sum(FormulaSpace.sum(rest, 1), try memberCost(state.stack, KeyID(index: choice.label))))
    }
    return least
  }

  /// Colon, value, and what the object needs then.
  private mutating func memberCost(_ stack: Int32, _ key: KeyID) throws(SchemaError) -> Int32 {
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
