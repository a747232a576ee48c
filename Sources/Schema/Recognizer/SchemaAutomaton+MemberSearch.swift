import Automata

/// Whether a member can stand, without writing down all the ways in which an object can go on with it.
extension SchemaAutomaton {
  /// One way to go on, as far as it has been gone.
  private struct Way {
    /// What the member's value must satisfy.
    var claim = FormulaID.always
    /// What the object then owes.
    var residuals: [ResidualID] = []
    /// Conditions that can be met in several ways, of which none has been taken.
    var open: [ResidualID] = []
  }

  private struct WaySearch {
    let key: KeyID
    let facts: ObjectFacts
    /// Whether the object has to be able to end behind the member, so that no search for its end is needed.
    let mayEnd: Bool
    /// Conditions that may still be looked at.
    var steps = 1_024
    /// Ends that may still be searched for.
    var ends = 2
    /// Whether a way was not gone to its end, or with a value that is asked to satisfy what all alternatives of some
    /// condition ask for.
    var isIncomplete = false
  }

  /// Whether an object can go on with a member so that one of these conditions can be met.
  ///
  /// - Returns: nil when it is not seen soon.
  mutating func hasWay(
    _ residuals: [ResidualID], _ key: KeyID, _ facts: ObjectFacts
  ) throws(SchemaError) -> Bool? {
    var search = WaySearch(key: key, facts: facts, mayEnd: true)
    for residual in residuals where mayHold(residual, behind: key) {
      if try isPassable([residual], Way(), &search) { return true }
    }
    search = WaySearch(key: key, facts: facts, mayEnd: false)
    for residual in residuals {
      if try isPassable([residual], Way(), &search) { return true }
    }
    return search.isIncomplete ? nil : false
  }

  /// Goes on with more conditions.
  private mutating func isPassable(
    _ conditions: [ResidualID], _ way: Way, _ search: inout WaySearch
  ) throws(SchemaError) -> Bool {
    var way = way
    var pending = conditions
    while let id = pending.popLast() {
      guard search.steps > 0 else {
        search.isIncomplete = true
        return false
      }
      search.steps -= 1
      try space.spend(16)
      switch onlyChoice(id, search.key, search.facts) {
      case .none: return false
      case .one(let choice):
        if search.mayEnd, !holds(choice.residual, count: search.facts.seen.count) { return false }
        way.claim = space.and([way.claim, choice.claim])
        if way.claim == .never { return false }
        way.residuals.append(choice.residual)
      case .several:
        switch space.residual(id) {
        case .and(let operands): pending += operands.reversed()
        case .or(let operands) where !search.mayEnd:
          if try !takeAll(operands, &way, &search) { way.open.append(id) }
        case .always, .never, .or, .object, .array: way.open.append(id)
        }
      }
    }
    guard let next = way.open.popLast() else { return try canBeFinished(way, &search) }
    switch space.residual(next) {
    case .or(let operands):
      for operand in inOrder(operands, search) where !search.mayEnd || mayHold(operand, behind: search.key) {
        if try isPassable([operand], way, &search) { return true }
      }
      return false
    case .object(.violation(let rules)):
      var violated = way
      violated.claim = space.and([way.claim, space.not(space.formula(of: search.key, in: rules))])
      if try space.isSatisfiable(violated.claim), try isPassable([], violated, &search) { return true }
      guard !search.mayEnd, space.canBeViolated(rules, search.facts) else { return false }
      way.residuals.append(next)
      return try isPassable([], way, &search)
    case .always, .never, .and, .object, .array:
      search.isIncomplete = true
      return false
    }
  }

  /// Leaves all alternatives open, where a value can satisfy what each of them asks for.
  private mutating func takeAll(
    _ alternatives: [ResidualID], _ way: inout Way, _ search: inout WaySearch
  ) throws(SchemaError) -> Bool {
    var claim = way.claim
    var residuals: [ResidualID] = []
    for alternative in alternatives {
      switch onlyChoice(alternative, search.key, search.facts) {
      case .none: continue
      case .one(let choice):
        claim = space.and([claim, choice.claim])
        residuals.append(choice.residual)
      case .several:
        guard case .and(let operands) = space.residual(alternative),
          let choices = try simpleProduct(of: alternative, operands, search.key, search.facts)
        else { return false }
        for choice in choices {
          claim = space.and([claim, choice.claim])
          residuals.append(choice.residual)
        }
      }
      if claim == .never { return false }
    }
    // What fails with more claims than need be says nothing of other ways.
    if claim != way.claim { search.isIncomplete = true }
    way.claim = claim
    way.residuals.append(space.or(residuals))
    return !residuals.isEmpty
  }

  private mutating func canBeFinished(_ way: Way, _ search: inout WaySearch) throws(SchemaError) -> Bool {
    guard try space.isSatisfiable(way.claim) else { return false }
    if search.mayEnd { return true }
    guard search.ends > 0 else {
      search.isIncomplete = true
      return false
    }
    search.ends -= 1
    return try isCompletable(space.and(way.residuals), search.facts)
  }

  /// Alternatives, those that the member settles first.
  private mutating func inOrder(_ alternatives: [ResidualID], _ search: WaySearch) -> [ResidualID] {
    if search.mayEnd { return alternatives }
    var ways: [[ResidualID]] = [[], [], []]
    for alternative in alternatives {
      switch onlyChoice(alternative, search.key, search.facts) {
      case .none: continue
      case .one(let choice): ways[choice.residual == .always ? 0 : 2].append(alternative)
      case .several: ways[1].append(alternative)
      }
    }
    return Array(ways.joined())
  }

  /// False where it is plain that a condition asks for more than this key.
  private func mayHold(_ id: ResidualID, behind key: KeyID) -> Bool {
    guard case .and(let operands) = space.residual(id) else { return true }
    return operands.allSatisfy { operand in
      guard case .object(.required(let keys)) = space.residual(operand) else { return true }
      return keys.allSatisfy { $0 == key }
    }
  }
}
