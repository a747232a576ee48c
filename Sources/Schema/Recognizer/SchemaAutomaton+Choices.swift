/// The ways in which a container's residual can go on with one more member or item.
extension SchemaAutomaton {
  /// Every combination of one choice of each operand.
  ///
  /// What is certain comes first; then a choice whose claim follows from what is claimed already costs nothing, and one
  /// that contradicts it drops out, so that the branches of a discriminated union do not multiply.
  mutating func product(
    _ operands: [ResidualID],
    _ choices: (inout SchemaAutomaton, ResidualID) throws(SchemaError) -> [MemberChoice]
  ) throws(SchemaError) -> [MemberChoice] {
    // What goes on in one way only is taken together at once.
    var certain: [MemberChoice] = []
    var factors: [[MemberChoice]] = []
    for operand in operands {
      let factor = try choices(&self, operand)
      if factor.isEmpty { return [] }
      if factor.count == 1 { certain.append(factor[0]) } else { factors.append(factor) }
    }
    factors.sort { $0.count < $1.count }
    if factors.count > 1 { factors = factors.map { exclusive($0) } }
    try space.spend(certain.count * 4)
    // Where there is no choice, the caller asks whether the claim can be satisfied.
    let together = MemberChoice(claim: space.and(certain.map(\.claim)), residual: space.and(certain.map(\.residual)))
    if together.claim == .never || together.residual == .never { return [] }
    var result = [together]
    for factor in factors {
      guard result.count * factor.count <= FormulaSpace.cubeLimit else {
        throw .tooComplex(space.document.location(of: space.document.root), question: "a combination of alternatives")
      }
      try space.spend(result.count * factor.count * 4)
      var combined: [MemberChoice] = []
      for one in result {
        for other in factor {
          guard let claim = try joined(one.claim, other.claim) else { continue }
          combined.append(MemberChoice(claim: claim, residual: space.and([one.residual, other.residual])))
        }
      }
      result = merged(combined)
    }
    return result
  }

  /// The same choices, with those whose claim settles the matter shut out of the others.
  ///
  /// Where several such claims exclude each other, as the constants of a discriminator do, their combinations can be
  /// seen to be empty then.
  private mutating func exclusive(_ choices: [MemberChoice]) -> [MemberChoice] {
    let settling = choices.filter { $0.residual == .always && $0.claim != .always }
    if settling.isEmpty || settling.count == choices.count { return choices }
    let unsettled = space.and(settling.map { space.not($0.claim) })
    return choices.map {
      $0.residual == .always ? $0 : MemberChoice(claim: space.and([$0.claim, unsettled]), residual: $0.residual)
    }
  }

  /// Both claims as one; nil when no value satisfies both.
  private mutating func joined(
    _ left: FormulaID, _ right: FormulaID
  ) throws(SchemaError) -> FormulaID? {
    let both = space.and([left, right])
    if both == .never { return nil }
    if left == .always || right == .always || both == left { return both }
    if try !space.isSatisfiable(both) { return nil }
    let rest = space.and([left, space.not(right)])
    return try space.isSatisfiable(rest) ? both : left
  }

  /// The choices of all conditions of a container as a pending value: one alternative for each claim, with the container
  /// that `container` makes of the conditions that go with it. Nil when there is none.
  mutating func pending(
    _ choices: [(label: Int32, choice: MemberChoice)], _ container: ([FrameEntry]) -> Frame
  ) -> PendingID? {
    if choices.count == 1 {
      let (label, choice) = choices[0]
      let continuation = intern(container([FrameEntry(label: label, residual: choice.residual)]))
      return intern([PendingEntry(formula: choice.claim, continuation: continuation)])
    }
    var claims: [FormulaID] = []
    var entries: [FormulaID: [FrameEntry]] = [:]
    for (label, choice) in choices {
      if entries[choice.claim] == nil { claims.append(choice.claim) }
      entries[choice.claim, default: []].append(FrameEntry(label: label, residual: choice.residual))
    }
    if claims.isEmpty { return nil }
    var pending: [PendingEntry] = []
    for claim in claims {
      let continuation = intern(container(merged(entries[claim]!)))
      pending.append(PendingEntry(formula: claim, continuation: continuation))
    }
    return intern(pending)
  }

  /// Choices with one claim become one: either residual will do.
  mutating func merged(_ choices: [MemberChoice]) -> [MemberChoice] {
    if choices.count < 2 { return choices }
    var claims: [FormulaID] = []
    var residuals: [FormulaID: [ResidualID]] = [:]
    for choice in choices where choice.residual != .never {
      if residuals[choice.claim] == nil { claims.append(choice.claim) }
      residuals[choice.claim, default: []].append(choice.residual)
    }
    return claims.map { MemberChoice(claim: $0, residual: space.or(residuals[$0]!)) }
  }
}
