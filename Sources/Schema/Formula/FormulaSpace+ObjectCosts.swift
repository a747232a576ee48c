import Automata

extension FormulaSpace {
  /// Bytes to finish an object, the brace included; `unreachable` when nothing does. `mustAdd`: a comma was just
  /// written.
  mutating func objectCost(
    _ id: ResidualID, _ facts: ObjectFacts, mustAdd: Bool, goal: CubeSearch.Goal = .cheap
  ) throws(SchemaError) -> Int32 {
    var search = CubeSearch(goal)
    let cube = ObjectCube(facts, minimum: mustAdd ? facts.seen.count + 1 : 0)
    try explore([id], cube, &search) { (space, cube, isIncomplete) throws(SchemaError) in
      var fuel = CubeSearch.placements
      var members = Members()
      for key in cube.missing { members.claims[key] = [] }
      let candidates = try space.candidates(cube, facts)
      let ending = ObjectEnding(cube: cube, facts: facts, mustAdd: mustAdd, candidates: candidates)
      if let cost = try space.assignTogether(members, ending) { return cost }
      guard try space.canMeetEach(ending, members) else { return Self.unreachable }
      let cost = try space.assign(0, members, ending, &fuel)
      if fuel == 0, cost == Self.unreachable { isIncomplete = true }
      return cost
    }
    return search.best
  }

  /// Whether a member that is still to come can be at odds with rules, at sight.
  func canBeViolated(_ index: Int32, _ facts: ObjectFacts) -> Bool {
    let rule = rules[Int(index)]
    if !rule.patterns.isEmpty || rule.additional != .always { return true }
    return rule.named.contains { $0.formula != .always && !facts.seen.containsSorted($0.key) && !facts.isPast($0.key) }
  }

  /// An object to be finished under the assertions of a cube.
  private struct ObjectEnding {
    let cube: ObjectCube
    let facts: ObjectFacts
    let mustAdd: Bool
    let candidates: [KeyID]

    var obligations: Int { cube.violations.count + cube.otherNames.count + cube.differences.count }
  }

  /// Members to come.
  private struct Members {
    /// What each has to be beside what the cube says.
    var claims: [KeyID: [FormulaID]] = [:]
    var leftOut: Set<KeyID> = []
  }

  /// Gives all obligations to the first member that can meet any, as `assign` does one by one; nil where it goes on with
  /// another one.
  private mutating func assignTogether(_ members: Members, _ ending: ObjectEnding) throws(SchemaError) -> Int32? {
    if ending.obligations < 2 || !ending.cube.differences.isEmpty { return nil }
    let others = ending.candidates.filter { members.claims[$0] == nil }
    for key in members.claims.keys.sorted() + others {
      let wanted = (0..<ending.obligations).map { claims(on: key, for: $0, ending.cube) }
      if wanted.allSatisfy({ $0 == nil }) { continue }
      if wanted.contains(where: { $0 == nil }) { return nil }
      var next = members
      next.claims[key, default: []] += wanted.flatMap { $0! }
      if ending.facts.seen.count + next.claims.count > ending.cube.maximum ?? .max { return nil }
      try spend(64 * ending.obligations)
      let cost = try cost(of: next, ending)
      return cost == Self.unreachable ? nil : cost
    }
    return nil
  }

  /// Gives each obligation from `index` on a member, and costs what comes out. The first way that works is taken.
  private mutating func assign(
    _ index: Int, _ members: Members, _ ending: ObjectEnding, _ fuel: inout Int
  ) throws(SchemaError) -> Int32 {
    if fuel == 0 { return Self.unreachable }
    fuel -= 1
    try spend(64)
    if index == ending.obligations { return try cost(of: members, ending) }
    if let left = leavingOut(for: index, members, ending) {
      let cost = try assign(index + 1, left, ending, &fuel)
      if cost < Self.unreachable { return cost }
    }
    let cube = ending.cube
    // Those that come anyway first.
    let others = ending.candidates.filter { members.claims[$0] == nil && !members.leftOut.contains($0) }
    for key in members.claims.keys.sorted() + others {
      guard let claims = claims(on: key, for: index, cube) else { continue }
      var next = members
      next.claims[key, default: []] += claims
      if try memberCost(key, cube.rules, cube.names, also: next.claims[key]!) == Self.unreachable { continue }
      if ending.facts.seen.count + next.claims.count > cube.maximum ?? .max { continue }
      let cost = try assign(index + 1, next, ending, &fuel)
      if cost < Self.unreachable { return cost }
    }
    return Self.unreachable
  }

  /// Whether each obligation for itself can be met.
  private mutating func canMeetEach(_ ending: ObjectEnding, _ members: Members) throws(SchemaError) -> Bool {
    for index in 0..<ending.obligations where leavingOut(for: index, members, ending) == nil {
      var isMet = false
      for key in ending.candidates + members.claims.keys where !isMet {
        guard let claims = claims(on: key, for: index, ending.cube) else { continue }
        isMet = try memberCost(key, ending.cube.rules, ending.cube.names, also: claims) < Self.unreachable
      }
      if !isMet { return false }
    }
    return true
  }

  /// What a member with this key has to be to meet an obligation; nil when it can't.
  private mutating func claims(on key: KeyID, for index: Int, _ cube: ObjectCube) -> [FormulaID]? {
    var index = index
    if index < cube.violations.count {
      let violated = not(formula(of: key, in: cube.violations[index]))
      return violated == .never ? nil : [violated]
    }
    index -= cube.violations.count
    if index < cube.otherNames.count {
      return keys.matches(key, cube.otherNames[index], in: &strings.regex) ? nil : []
    }
    index -= cube.otherNames.count
    guard let value = member(key, of: cube.differences[index]) else { return [] }
    return [not(constant(value))]
  }

  /// The members when an obligation to differ from a constant is met by leaving out one of its members.
  private func leavingOut(for index: Int, _ members: Members, _ ending: ObjectEnding) -> Members? {
    let index = index - ending.cube.violations.count - ending.cube.otherNames.count
    guard index >= 0 else { return nil }
    let keys = keyIDs(of: ending.cube.differences[index])
    let free = keys.first { !ending.facts.seen.containsSorted($0) && members.claims[$0] == nil }
    guard let free else { return nil }
    var next = members
    next.leftOut.insert(free)
    return next
  }

  /// The names that an obligation may fall on: those that conditions name, and the classes of others.
  private mutating func candidates(_ cube: ObjectCube, _ facts: ObjectFacts) throws(SchemaError) -> [KeyID] {
    let (named, classes) = try obligedNames(cube, facts)
    return named.sorted() + classes.map(\.key)
  }

  private mutating func obligedNames(
    _ cube: ObjectCube, _ facts: ObjectFacts
  ) throws(SchemaError) -> (named: Set<KeyID>, classes: [(key: KeyID, language: RegexID)]) {
    if cube.violations.isEmpty, cube.otherNames.isEmpty, cube.differences.isEmpty { return ([], []) }
    var named: Set<KeyID> = []
    var patterns = Set(cube.names + cube.otherNames)
    for rule in cube.rules + cube.violations {
      named.formUnion(rules[Int(rule)].named.map(\.key))
      patterns.formUnion(rules[Int(rule)].patterns.map(\.language))
    }
    for constant in cube.differences { named.formUnion(keyIDs(of: constant)) }
    // Names in the order have their turn, and no class of others brings them back.
    if let order = facts.order { named.formUnion(order.keys) }
    let taken = named.union(facts.seen).union(cube.absent).union(cube.missing).filter { !$0.isClass }
    named.subtract(facts.seen)
    named.subtract(cube.absent)
    named = named.filter { !facts.isPast($0) }
    return (named, try keyClasses(patterns.sorted(), outside: taken.sorted()))
  }

  private mutating func cost(of members: Members, _ ending: ObjectEnding) throws(SchemaError) -> Int32 {
    let cube = ending.cube
    let seen = ending.facts.seen.count
    var total: Int32 = 1
    let classes = members.claims.contains { $0.key.isClass } ? try obligedNames(cube, ending.facts).classes : []
    for (key, claims) in members.claims {
      total = Self.sum(total, try memberCost(key, cube.rules, cube.names, also: claims))
      if key.isClass {
        // Names of the class that stand already may be any of the cheapest ones.
        let taken = ending.facts.seen.count { $0 == key }
        let costs = try classes.first { $0.key == key }.map { (_, language) throws(SchemaError) in
          try keyCosts(language, taken + 1)
        }
        guard let costs, costs.count > taken else { return Self.unreachable }
        total = Self.sum(total, Self.sum(costs[taken], 2))
      }
      if total == Self.unreachable { return total }
    }
    let extra = cube.minimum - seen - members.claims.count
    if extra > 0 {
      let absent = cube.absent.union(members.leftOut)
      total = Self.sum(
        total, try extraCost(extra, ending.facts, Set(members.claims.keys), absent, cube.rules, cube.names))
    }
    let added = max(cube.minimum - seen, members.claims.count)
    if added > 0 { total = Self.sum(total, Int32(clamping: added - (ending.mustAdd || seen == 0 ? 1 : 0))) }
    return total
  }
}
