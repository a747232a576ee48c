import Automata
import JSON

/// Arrays: which items may come, and what they bring.
extension SchemaAutomaton {
  /// What one more item brings; nil where none can stand.
  mutating func itemStep(_ id: FrameID) throws(SchemaError) -> PendingID? {
    if let known = itemSteps[id] { return known }
    let result = try computeItemStep(id)
    itemSteps[id] = .some(result)
    return result
  }

  private mutating func computeItemStep(_ id: FrameID) throws(SchemaError) -> PendingID? {
    guard case .array(let frame) = frames[Int(id.index)] else { preconditionFailure("items are for arrays") }
    let count = Int(frame.count) + 1
    var living: [(label: Int32, choice: MemberChoice)] = []
    for entry in frame.entries {
      for choice in try choices(entry.residual, index: Int(frame.count)) {
        let cost = try space.arrayCost(choice.residual, count: count, mustAdd: false, open: choice.claim, goal: .any)
        guard cost < FormulaSpace.unreachable, try space.isSatisfiable(choice.claim)
        else { continue }
        living.append((entry.label, choice))
      }
    }
    return pending(living) {
      .array(ArrayFrame(entries: $0, count: min(Int32(count), frame.horizon), horizon: frame.horizon))
    }
  }

  private mutating func choices(_ id: ResidualID, index: Int) throws(SchemaError) -> [MemberChoice] {
    switch space.residual(id) {
    case .always: return [MemberChoice(claim: .always, residual: .always)]
    case .never, .object: return []
    case .array(let assertion): return choices(assertion, id, index: index)
    case .or(let operands):
      var result: [MemberChoice] = []
      for operand in operands { result += try choices(operand, index: index) }
      return merged(result)
    case .and(let operands):
      return try product(operands) { (automaton, operand) throws(SchemaError) in
        try automaton.choices(operand, index: index)
      }
    }
  }

  private mutating func choices(_ assertion: ArrayAssertion, _ id: ResidualID, index: Int) -> [MemberChoice] {
    let unchanged = MemberChoice(claim: .always, residual: id)
    switch assertion {
    case .items(let prefix, let rest):
      let claim = index < prefix.count ? prefix[index] : rest
      return claim == .never ? [] : [MemberChoice(claim: claim, residual: id)]
    case .violation(let prefix, let rest):
      let violated = space.not(index < prefix.count ? prefix[index] : rest)
      return violated == .never ? [unchanged] : [MemberChoice(claim: violated, residual: .always), unchanged]
    case .count(_, let maximum):
      if let maximum, index >= maximum { return [] }
      return [unchanged]
    case .atLeast(let formula, let count):
      // An item that is not counted may match all the same.
      if formula == .never { return [unchanged] }
      let next = count == 1 ? ResidualID.always : space.intern(.array(.atLeast(formula, count - 1)))
      return [MemberChoice(claim: formula, residual: next), unchanged]
    case .atMost(let formula, let count):
      let other = space.not(formula)
      // An item that is counted need not match.
      var result =
        count == 0
        ? []
        : [
          MemberChoice(claim: .always, residual: space.intern(.array(.atMost(formula, count - 1))))
        ]
      if other != .never { result.append(MemberChoice(claim: other, residual: id)) }
      return result
    case .differs(let constants):
      let living = constants.filter { space.items(of: $0).count > index }
      return differing(living, at: { $0.items(of: $1)[index] }) { .array(.differs($0)) }
    case .unique(var values):
      values.isOpen = true
      let claim = space.not(space.constants(values.known))
      return [MemberChoice(claim: claim, residual: space.intern(.array(.unique(values))))]
    case .repeated(var values):
      let known = space.constants(values.known)
      values.isOpen = true
      let later = MemberChoice(claim: .always, residual: space.intern(.array(.repeated(values))))
      return known == .never ? [later] : [MemberChoice(claim: known, residual: .always), later]
    }
  }

  /// The ways to differ from constants: in the value at one place, or further on.
  mutating func differing(
    _ constants: [Int32], at value: (borrowing FormulaSpace, Int32) -> JSONValue, _ rest: ([Int32]) -> Residual
  ) -> [MemberChoice] {
    var order: [Int32] = []
    var equals: [Int32: [Int32]] = [:]
    for constant in constants {
      let part = space.constantID(value(space, constant))
      if equals[part] == nil { order.append(part) }
      equals[part, default: []].append(constant)
    }
    var result = order.map {
      MemberChoice(claim: space.constants([$0]), residual: space.intern(rest(equals[$0]!)))
    }
    let other = space.not(space.constants(order.sorted()))
    result.append(MemberChoice(claim: other, residual: .always))
    return result
  }

  /// The labels that hold when the array closes here.
  func arrayLabels(_ frame: ArrayFrame) -> [Int32] {
    frame.entries.filter { holds($0.residual, count: Int(frame.count)) }.map(\.label)
  }

  /// The count above which no condition of an array can tell counts apart.
  func horizon(_ id: ResidualID) -> Int32 {
    switch space.residual(id) {
    case .always, .never, .object: 0
    case .array(.items(let prefix, _)), .array(.violation(let prefix, _)):
      Int32(clamping: max(1, prefix.count))
    case .array(.count(let minimum, let maximum)): Int32(clamping: max(minimum, (maximum ?? 0) + 1))
    case .array(.differs(let constants)):
      Int32(clamping: (constants.map { space.items(of: $0).count }.max() ?? 0) + 1)
    // What is still to come needs a comma behind the first item.
    case .array(.atLeast), .array(.atMost), .array(.unique), .array(.repeated): 1
    case .and(let operands), .or(let operands): operands.map { horizon($0) }.max() ?? 0
    }
  }
}
