import Automata
import JSON

/// Objects: which members may come, and what they bring.
extension SchemaAutomaton {
  /// The label of the names that conditions name; that of a class of other names is the class's index, below zero.
  static let namedLabel: Int32 = 0

  /// What a member with this key brings; nil where it can't stand.
  mutating func memberStep(_ frame: FrameID, _ key: KeyID) throws(SchemaError) -> PendingID? {
    let step = MemberStep(frame: frame, key: key)
    if let known = memberSteps[step] { return known }
    let result = try computeMemberStep(frame, key)
    memberSteps[step] = .some(result)
    return result
  }

  private mutating func computeMemberStep(_ id: FrameID, _ key: KeyID) throws(SchemaError) -> PendingID? {
    guard let (frame, facts) = objectBehind(id, key) else { return nil }
    var living: [(label: Int32, choice: MemberChoice)] = []
    for entry in frame.entries {
      for choice in try choices(entry.residual, key, facts) where try isLiving(choice, facts) {
        living.append((entry.label, choice))
      }
    }
    return pending(living) {
      .object(ObjectFrame(entries: $0, seen: facts.seen, last: facts.last, order: frame.order))
    }
  }

  /// Whether a member with this key can stand: `memberStep` is not nil.
  ///
  /// - Parameter residuals: what may be met with it, one of them.
  mutating func hasMemberStep(
    _ id: FrameID, _ key: KeyID, among residuals: [ResidualID]
  ) throws(SchemaError) -> Bool {
    if let known = memberSteps[MemberStep(frame: id, key: key)] { return known != nil }
    guard let (_, facts) = objectBehind(id, key) else { return false }
    if let hasWay = try hasWay(residuals, key, facts) { return hasWay }
    for residual in residuals {
      // Those that ask for no search first.
      var open: [MemberChoice] = []
      for choice in try choices(residual, key, facts) {
        if !holds(choice.residual, count: facts.seen.count) {
          open.append(choice)
        } else if try space.isSatisfiable(choice.claim) {
          return true
        }
      }
      for choice in open where try space.isCompletable(choice.residual, facts) {
        if try space.isSatisfiable(choice.claim) { return true }
      }
    }
    return false
  }

  /// An object, and the facts about it behind one more member; nil where its key stands already, or its turn is over.
  private mutating func objectBehind(_ id: FrameID, _ key: KeyID) -> (frame: ObjectFrame, facts: ObjectFacts)? {
    guard case .object(let frame) = frames[Int(id.index)] else { preconditionFailure("members are for objects") }
    if !key.isClass, frame.seen.containsSorted(key) { return nil }
    let order = orders[Int(frame.order)]
    let position = order.position(key)
    let isDeclared = space.options.propertyOrder == .declared
    if isDeclared, position <= frame.last, position < Int32(order.keys.count) { return nil }
    var seen = frame.seen
    seen.insert(key, at: seen.sortedPlace(of: key))
    knownChoices.removeAll(keepingCapacity: true)
    knownUnaffected.removeAll(keepingCapacity: true)
    return (frame, ObjectFacts(seen: seen, last: position, order: isDeclared ? order : nil))
  }

  private mutating func isLiving(_ choice: MemberChoice, _ facts: ObjectFacts) throws(SchemaError) -> Bool {
    guard try isCompletable(choice.residual, facts) else { return false }
    return try space.isSatisfiable(choice.claim)
  }

  /// Whether an object with these facts can be completed so that a residual holds: most can end as they are.
  mutating func isCompletable(_ id: ResidualID, _ facts: ObjectFacts) throws(SchemaError) -> Bool {
    if holds(id, count: facts.seen.count) { return true }
    return try space.isCompletable(id, facts)
  }

  /// One choice: what the member's value must satisfy, and what the object then owes.
  struct MemberChoice: Hashable {
    let claim: FormulaID
    let residual: ResidualID
  }

  /// The ways in which a residual can go on with a member; the facts are those behind it.
  private mutating func choices(
    _ id: ResidualID, _ key: KeyID, _ facts: ObjectFacts
  ) throws(SchemaError) -> [MemberChoice] {
    switch onlyChoice(id, key, facts) {
    case .one(let choice): return [choice]
    case .none: return []
    case .several: break
    }
    switch space.residual(id) {
    case .object(.violation(let rules)):
      let violated = MemberChoice(claim: space.not(space.formula(of: key, in: rules)), residual: .always)
      return space.canBeViolated(rules, facts) ? [violated, MemberChoice(claim: .always, residual: id)] : [violated]
    case .object(.differs(let constants)):
      let living = constants.filter { space.member(key, of: $0) != nil }
      if living.isEmpty { return [MemberChoice(claim: .always, residual: .always)] }
      return differing(living, at: { $0.member(key, of: $1)! }) { .object(.differs($0)) }
    case .or(let operands):
      // The branches of a union exclude each other, so the same parts come up in many of them.
      if let known = knownChoices[id] { return known }
      var result: [MemberChoice] = []
      for operand in operands { result += try choices(operand, key, facts) }
      result = merged(result)
      knownChoices[id] = result
      return result
    case .and(let operands):
      if let known = knownChoices[id] { return known }
      if let result = try simpleProduct(of: id, operands, key, facts) { return result }
      let result = try product(operands) { (automaton, operand) throws(SchemaError) in
        try automaton.choices(operand, key, facts)
      }
      knownChoices[id] = result
      return result
    case .always, .never, .array, .object: preconditionFailure("there is one choice or none")
    }
  }

  /// How a condition goes on with a member.
  enum OnlyChoice {
    case one(MemberChoice)
    case none
    /// In several ways, perhaps.
    case several
  }

  mutating func onlyChoice(_ id: ResidualID, _ key: KeyID, _ facts: ObjectFacts) -> OnlyChoice {
    switch space.residual(id) {
    case .always: return .one(MemberChoice(claim: .always, residual: .always))
    case .never, .array: return .none
    case .object(.properties(let rules)):
      let claim = space.formula(of: key, in: rules)
      return claim == .never ? .none : .one(MemberChoice(claim: claim, residual: id))
    case .object(.absent(let absent)):
      return key == absent ? .none : .one(MemberChoice(claim: .always, residual: id))
    case .object(.otherName(let language)):
      let isOther = !space.keys.matches(key, language, in: &space.strings.regex)
      return .one(MemberChoice(claim: .always, residual: isOther ? .always : id))
    case .object(.required(let keys)):
      guard keys.contains(key) else { return .one(MemberChoice(claim: .always, residual: id)) }
      let rest = keys.filter { $0 != key }
      let next = rest.isEmpty ? ResidualID.always : space.intern(.object(.required(rest)))
      return .one(MemberChoice(claim: .always, residual: next))
    case .object(.count(_, let maximum)):
      if let maximum, facts.seen.count > maximum { return .none }
      return .one(MemberChoice(claim: .always, residual: id))
    case .object(.names(let language)):
      return space.keys.matches(key, language, in: &space.strings.regex)
        ? .one(MemberChoice(claim: .always, residual: id)) : .none
    case .object(.violation(let rules)):
      if space.formula(of: key, in: rules) != .always { return .several }
      return space.canBeViolated(rules, facts) ? .one(MemberChoice(claim: .always, residual: id)) : .none
    case .and(let operands), .or(let operands):
      return isUnaffected(id, operands, key, facts) ? .one(MemberChoice(claim: .always, residual: id)) : .several
    case .object(.differs): return .several
    }
  }

  /// Whether a member with this key leaves all operands of a combination as they are, whatever its value.
  private mutating func isUnaffected(
    _ id: ResidualID, _ operands: [ResidualID], _ key: KeyID, _ facts: ObjectFacts
  ) -> Bool {
    // What is put together from nothing that is put together itself is seen again as fast as it is remembered.
    let isFlat = space.isFlat(operands)
    if !isFlat, let known = knownUnaffected[id] { return known }
    var isUnaffected = true
    for operand in operands where isUnaffected {
      guard case .one(let choice) = onlyChoice(operand, key, facts) else {
        isUnaffected = false
        break
      }
      isUnaffected = choice.claim == .always && choice.residual == operand
    }
    if !isFlat { knownUnaffected[id] = isUnaffected }
    return isUnaffected
  }

  /// The product where every operand goes on in one way, as those of most objects do; nil elsewhere.
  mutating func simpleProduct(
    of id: ResidualID, _ operands: [ResidualID], _ key: KeyID, _ facts: ObjectFacts
  ) throws(SchemaError) -> [MemberChoice]? {
    var claim = FormulaID.always
    var residuals: [ResidualID] = []
    residuals.reserveCapacity(operands.count)
    for operand in operands {
      switch onlyChoice(operand, key, facts) {
      case .none: return []
      case .several: return nil
      case .one(let choice):
        if choice.claim != .always { claim = claim == .always ? choice.claim : space.and([claim, choice.claim]) }
        residuals.append(choice.residual)
      }
    }
    try space.spend(operands.count * 4)
    return [MemberChoice(claim: claim, residual: residuals == operands ? id : space.and(residuals))]
  }

  /// Entries with one label become one: either condition will do.
  mutating func merged(_ entries: [FrameEntry]) -> [FrameEntry] {
    if entries.count == 1 { return entries }
    var labels: [Int32] = []
    var residuals: [Int32: [ResidualID]] = [:]
    for entry in entries {
      if residuals[entry.label] == nil { labels.append(entry.label) }
      residuals[entry.label, default: []].append(entry.residual)
    }
    return labels.sorted().map { FrameEntry(label: $0, residual: space.or(residuals[$0]!)) }
  }

  /// The labels that hold when the object closes here.
  func objectLabels(_ frame: ObjectFrame) -> [Int32] {
    frame.entries.filter { holds($0.residual, count: frame.seen.count) }.map(\.label)
  }

  /// Whether a residual is met by what stands, `count` members or items.
  func holds(_ id: ResidualID, count: Int) -> Bool {
    var known: [ResidualID: Bool] = [:]
    return holds(id, count: count, &known)
  }

  /// - Parameter known: answers for combinations, whose parts are shared by many.
  private func holds(_ id: ResidualID, count: Int, _ known: inout [ResidualID: Bool]) -> Bool {
    switch space.residual(id) {
    case .and(let operands):
      // What is put together from nothing that is put together itself is seen again as fast as it is remembered.
      let isFlat = space.isFlat(operands)
      if !isFlat, let answer = known[id] { return answer }
      let answer = operands.allSatisfy { holds($0, count: count, &known) }
      if !isFlat { known[id] = answer }
      return answer
    case .or(let operands):
      if let answer = known[id] { return answer }
      let answer = operands.contains { holds($0, count: count, &known) }
      known[id] = answer
      return answer
    case .always, .never, .object, .array: return holds(space.residual(id), count: count)
    }
  }

  private func holds(_ assertion: Residual, count: Int) -> Bool {
    switch assertion {
    case .array(.differs(let constants)): !constants.contains { space.items(of: $0).count == count }
    case .object(.differs(let constants)): !constants.contains { space.members(of: $0).count == count }
    case .array(.atMost), .array(.unique): true
    case .array(.atLeast), .array(.repeated): false
    case .always, .object(.properties), .object(.names), .object(.absent), .array(.items): true
    case .never, .object(.required), .object(.violation), .object(.otherName), .array(.violation): false
    case .object(.count(let minimum, let maximum)), .array(.count(let minimum, let maximum)):
      count >= minimum && count <= maximum ?? count
    case .and, .or: preconditionFailure("combinations are taken apart before")
    }
  }
}
