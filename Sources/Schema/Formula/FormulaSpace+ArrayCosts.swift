extension FormulaSpace {
  /// Bytes to finish an array from behind item `count`, the bracket included; `unreachable` when nothing does.
  ///
  /// - Parameters:
  ///   - mustAdd: a comma was just written.
  ///   - open: what the last item has to be when its value is not known yet.
  mutating func arrayCost(
    _ id: ResidualID, count: Int, mustAdd: Bool, open: FormulaID? = nil, goal: CubeSearch.Goal = .cheap
  ) throws(SchemaError) -> Int32 {
    var search = CubeSearch(goal)
    try explore([id], ArrayCube(count: count, minimum: mustAdd ? count + 1 : 0), &search) {
      (space, cube, isIncomplete) throws(SchemaError) in
      var fuel = CubeSearch.placements
      let ending = ArrayEnding(cube: cube, count: count, mustAdd: mustAdd, open: open)
      let cost = try space.assign(0, Claims(), ending, &fuel)
      if fuel == 0, cost == Self.unreachable { isIncomplete = true }
      return cost
    }
    return search.best
  }

  /// An array to be finished under the assertions of a cube.
  struct ArrayEnding {
    let cube: ArrayCube
    let count: Int
    let mustAdd: Bool
    let open: FormulaID?
  }

  /// What items have to be beside what the cube says for their places.
  struct Claims {
    var places: [Int: [FormulaID]] = [:]
    /// Numbers of items that the array must not end with.
    var otherLengths: Set<Int> = []
  }

  /// Gives each obligation from `index` on an item, and costs what comes out. The first way that works is taken.
  private mutating func assign(
    _ index: Int, _ claims: Claims, _ ending: ArrayEnding, _ fuel: inout Int
  ) throws(SchemaError) -> Int32 {
    if fuel == 0 { return Self.unreachable }
    fuel -= 1
    try spend(64)
    let cube = ending.cube
    if index == cube.obligations.count { return try cost(of: claims, ending) }
    // Behind the prefixes one free place is as good as any other; a repetition takes two.
    let constants = cube.obligations.map {
      if case .difference(let constant) = $0 { items(of: constant).count } else { 0 }
    }
    let used = (claims.places.keys.max() ?? -1) + 1
    let places = max(cube.prefixEnd, ending.count, constants.max() ?? 0, used) + 2
    for place in ending.count..<places where place < cube.maximum ?? .max {
      for next in try ways(to: cube.obligations[index], at: place, claims, ending) {
        let cost = try assign(index + 1, next, ending, &fuel)
        if cost < Self.unreachable { return cost }
      }
    }
    return Self.unreachable
  }

  /// The claims with an obligation met at a place, in the ways in which it can be.
  private mutating func ways(
    to obligation: ArrayCube.Obligation, at place: Int, _ claims: Claims, _ ending: ArrayEnding
  ) throws(SchemaError) -> [Claims] {
    let cube = ending.cube
    switch obligation {
    case .difference(let constant):
      let items = items(of: constant)
      var result: [Claims] = []
      if place == ending.count {
        var shorter = claims
        shorter.otherLengths.insert(items.count)
        result.append(shorter)
      }
      let other = place < items.count ? not(self.constant(items[place])) : .always
      if let different = try adding(other, at: place, to: claims, cube) { result.append(different) }
      return result
    case .violation(let items):
      return try adding(not(items.formula(at: place)), at: place, to: claims, cube).map { [$0] } ?? []
    case .match(let formula):
      // Several matches take several items.
      if claims.places[place]?.contains(formula) == true { return [] }
      return try adding(formula, at: place, to: claims, cube).map { [$0] } ?? []
    case .repetition(let values):
      var result: [Claims] = []
      if let known = try adding(constants(values.known), at: place, to: claims, cube) { result.append(known) }
      if values.isOpen, let open = ending.open, let again = try adding(open, at: place, to: claims, cube) {
        result.append(again)
      }
      if place > ending.count {
        // Two equal items satisfy what either of them has to be.
        let both = and([item(place - 1, claims, cube), item(place, claims, cube)])
        if let pair = try adding(both, at: place, to: claims, cube) {
          var claims = pair
          claims.places[place - 1, default: []].append(both)
          result.append(claims)
        }
      }
      return result
    }
  }

  private mutating func adding(
    _ claim: FormulaID, at place: Int, to claims: Claims, _ cube: ArrayCube
  ) throws(SchemaError) -> Claims? {
    if claim == .never { return nil }
    var next = claims
    next.places[place, default: []].append(claim)
    return try cost(of: item(place, next, cube)) == Self.unreachable ? nil : next
  }

  private mutating func item(_ place: Int, _ claims: Claims, _ cube: ArrayCube) -> FormulaID {
    and(cube.items.map { $0.formula(at: place) } + (claims.places[place] ?? []))
  }

  private mutating func cost(of claims: Claims, _ ending: ArrayEnding) throws(SchemaError) -> Int32 {
    let cube = ending.cube
    let count = ending.count
    let claimed = (claims.places.keys.max() ?? -1) + 1
    let bulk = cube.bulk.reduce(0) { $0 + $1.count }
    let single = max(cube.prefixEnd, claimed, count)
    var length = max(cube.minimum, bulk > 0 ? single + bulk : max(count, claimed))
    while claims.otherLengths.contains(length) { length += 1 }
    if length > cube.maximum ?? .max { return Self.unreachable }
    var explicit = min(length, max(cube.prefixEnd, claimed, count))
    // Items that differ are costed one by one.
    if cube.distinctFrom != nil { explicit = max(explicit, min(length, count + Self.distinctLimit + 1)) }
    var allowances = cube.allowances
    var formulas: [FormulaID] = []
    var total: Int32 = 1
    for place in count..<max(count, explicit) {
      guard let formula = try narrowed(item(place, claims, cube), cube, &allowances, count: 1) else {
        return Self.unreachable
      }
      formulas.append(formula)
      total = Self.sum(total, try cost(of: formula))
    }
    for match in cube.bulk {
      let item = and([item(explicit, claims, cube), match.formula])
      guard let formula = try narrowed(item, cube, &allowances, count: match.count) else { return Self.unreachable }
      total = Self.sum(total, Self.product(try cost(of: formula), match.count))
      explicit += match.count
    }
    if explicit < length {
      guard let formula = try narrowed(item(explicit, claims, cube), cube, &allowances, count: length - explicit)
      else { return Self.unreachable }
      total = Self.sum(total, Self.product(try cost(of: formula), length - explicit))
    }
    if cube.distinctFrom != nil, total != Self.unreachable {
      total = Self.sum(1, try distinctCost(formulas, open: cube.distinctFrom!.isOpen ? ending.open : nil))
    }
    if length > count {
      total = Self.sum(total, Int32(clamping: length - count - (ending.mustAdd || count == 0 ? 1 : 0)))
    }
    return total
  }

  /// What each of `count` items has to be so that the allowances are kept; nil when nothing does.
  private mutating func narrowed(
    _ formula: FormulaID, _ cube: ArrayCube, _ allowances: inout [ArrayCube.Allowance], count: Int
  ) throws(SchemaError) -> FormulaID? {
    var formula = formula
    if let values = cube.distinctFrom { formula = and([formula, not(constants(values.known))]) }
    if try cost(of: formula) == Self.unreachable { return nil }
    for index in allowances.indices {
      let other = and([formula, not(allowances[index].formula)])
      if try cost(of: other) < Self.unreachable {
        formula = other
      } else {
        allowances[index].count -= count
        if allowances[index].count < 0 { return nil }
      }
    }
    return formula
  }
}
