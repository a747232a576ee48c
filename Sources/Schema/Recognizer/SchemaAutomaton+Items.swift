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
        guard try space.arrayCost(choice.residual, count: count, mustAdd: false) < FormulaSpace.unreachable,
          try space.cost(of: choice.claim) < FormulaSpace.unreachable
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
    case .array(.items(let prefix, let rest)):
      let claim = index < prefix.count ? prefix[index] : rest
      return claim == .never ? [] : [MemberChoice(claim: claim, residual: id)]
    case .array(.violation(let prefix, let rest)):
      let violated = space.not(index < prefix.count ? prefix[index] : rest)
      let later = MemberChoice(claim: .always, residual: id)
      return violated == .never ? [later] : [MemberChoice(claim: violated, residual: .always), later]
    case .array(.count(_, let maximum)):
      if let maximum, index >= maximum { return [] }
      return [MemberChoice(claim: .always, residual: id)]
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

  /// The labels that hold when the array closes here.
  func arrayLabels(_ frame: ArrayFrame) -> [Int32] {
    frame.entries.filter { holds($0.residual, count: Int(frame.count)) }.map(\.label)
  }

  /// The count above which no condition of an array can tell counts apart.
  func horizon(_ id: ResidualID) -> Int32 {
    switch space.residual(id) {
    case .always, .never, .object: 0
    case .array(.items(let prefix, _)), .array(.violation(let prefix, _)): Int32(clamping: prefix.count)
    case .array(.count(let minimum, let maximum)): Int32(clamping: max(minimum, (maximum ?? 0) + 1))
    case .and(let operands), .or(let operands): operands.map { horizon($0) }.max() ?? 0
    }
  }
}
