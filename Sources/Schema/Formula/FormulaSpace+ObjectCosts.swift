import Automata

extension FormulaSpace {
  /// Bytes to finish an object, the brace included; `unreachable` when nothing does. `mustAdd`: a comma was just
  /// written.
  mutating func objectCost(_ id: ResidualID, _ facts: ObjectFacts, mustAdd: Bool) throws(SchemaError) -> Int32 {
    var search = CubeSearch()
    var fuel = search.steps
    let cube = ObjectCube(seen: facts.seen, minimum: mustAdd ? facts.seen.count + 1 : 0)
    try explore([id], cube, &search) { (space, cube) throws(SchemaError) in
      try space.objectCost(cube, facts, mustAdd, &fuel)
    }
    return search.best
  }

  private mutating func objectCost(
    _ cube: ObjectCube, _ facts: ObjectFacts, _ mustAdd: Bool, _ fuel: inout Int
  ) throws(SchemaError) -> Int32 {
    for key in cube.missing {
      if let order = facts.order, order.position(key) <= facts.last { return Self.unreachable }
    }
    var members: [KeyID: [FormulaID]] = [:]
    for key in cube.missing { members[key] = [] }
    return try assign(0, members, cube, facts, mustAdd, &fuel)
  }

  /// Gives each obligation from `index` on a member, and costs what comes out. The first way that works is taken.
  private mutating func assign(
    _ index: Int, _ members: [KeyID: [FormulaID]], _ cube: ObjectCube, _ facts: ObjectFacts, _ mustAdd: Bool,
    _ fuel: inout Int
  ) throws(SchemaError) -> Int32 {
    if fuel == 0 { throw .tooComplex(document.location(of: document.root), question: "alternatives") }
    fuel -= 1
    let obligations = cube.violations.count + cube.otherNames.count
    if index == obligations { return try cost(of: members, cube, facts, mustAdd) }
    for key in try candidates(for: index, members, cube, facts) {
      var next = members
      if index < cube.violations.count {
        let violated = not(formula(of: key, in: cube.violations[index]))
        if violated == .never { continue }
        next[key, default: []].append(violated)
      } else {
        if keys.matches(key, cube.otherNames[index - cube.violations.count], in: &strings.regex) { continue }
        next[key, default: []] += []
      }
      if try memberCost(key, cube.rules, cube.names, also: next[key]!) == Self.unreachable { continue }
      if facts.seen.count + next.count > cube.maximum ?? .max { continue }
      let cost = try assign(index + 1, next, cube, facts, mustAdd, &fuel)
      if cost < Self.unreachable { return cost }
    }
    return Self.unreachable
  }

  /// Members that may meet an obligation: those that come anyway, then named ones, then a new name of each class.
  private mutating func candidates(
    for index: Int, _ members: [KeyID: [FormulaID]], _ cube: ObjectCube, _ facts: ObjectFacts
  ) throws(SchemaError) -> [KeyID] {
    var named: Set<KeyID> = []
    var patterns = Set(cube.names + cube.otherNames)
    for rule in cube.rules + cube.violations {
      named.formUnion(rules[Int(rule)].named.map(\.key))
      patterns.formUnion(rules[Int(rule)].patterns.map(\.language))
    }
    let taken = named.union(facts.seen).union(cube.absent).union(members.keys).filter { !$0.isClass }
    named.subtract(facts.seen)
    named.subtract(cube.absent)
    named.subtract(members.keys)
    if let order = facts.order { named = named.filter { order.position($0) > facts.last } }
    let classes = try keyClasses(patterns.sorted(), outside: taken.sorted()).map(\.key)
    return members.keys.sorted() + named.sorted() + classes.filter { members[$0] == nil }
  }

  private mutating func cost(
    of members: [KeyID: [FormulaID]], _ cube: ObjectCube, _ facts: ObjectFacts, _ mustAdd: Bool
  ) throws(SchemaError) -> Int32 {
    let seen = facts.seen.count
    var total: Int32 = 1
    for (key, claims) in members {
      total = Self.sum(total, try memberCost(key, cube.rules, cube.names, also: claims))
      // A new name of some class: what it costs to write is bounded, not known.
      if key.isClass { total = Self.sum(total, Self.newNameCost) }
      if total == Self.unreachable { return total }
    }
    let extra = cube.minimum - seen - members.count
    if extra > 0 {
      total = Self.sum(
        total, try extraCost(extra, facts, Set(members.keys), cube.absent, cube.rules, cube.names))
    }
    let added = max(cube.minimum - seen, members.count)
    if added > 0 { total = Self.sum(total, Int32(clamping: added - (mustAdd || seen == 0 ? 1 : 0))) }
    return total
  }

  /// Bytes that a property name takes which only has to be in some class, quotes included.
  static let newNameCost: Int32 = 16
}
