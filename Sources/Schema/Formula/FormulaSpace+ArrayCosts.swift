/// One choice among the alternatives of an array's residual: assertions that hold together.
struct ArrayCube: AssertionCube {
  struct Items: Hashable {
    let prefix: [FormulaID]
    let rest: FormulaID

    func formula(at index: Int) -> FormulaID { index < prefix.count ? prefix[index] : rest }
  }

  var items: [Items] = []
  /// Each wants an item that it does not admit.
  var violations: [Items] = []
  /// Items that stand already.
  let count: Int
  var minimum: Int
  var maximum: Int?

  init(count: Int, minimum: Int) {
    self.count = count
    self.minimum = minimum
  }

  mutating func add(_ assertion: Residual) -> Bool {
    guard case .array(let assertion) = assertion else { return false }
    switch assertion {
    case .items(let prefix, let rest): items.append(Items(prefix: prefix, rest: rest))
    case .violation(let prefix, let rest): violations.append(Items(prefix: prefix, rest: rest))
    case .count(let low, let high):
      minimum = max(minimum, low)
      if let high { maximum = min(maximum ?? high, high) }
    }
    return max(minimum, count) <= maximum ?? .max
  }

  /// Items from here on are all judged alike.
  var prefixEnd: Int { (items + violations).map(\.prefix.count).max() ?? 0 }
}

extension FormulaSpace {
  /// Bytes to finish an array from behind item `count`, the bracket included; `unreachable` when nothing does.
  /// `mustAdd`: a comma was just written.
  mutating func arrayCost(_ id: ResidualID, count: Int, mustAdd: Bool) throws(SchemaError) -> Int32 {
    var search = CubeSearch()
    var fuel = search.steps
    try explore([id], ArrayCube(count: count, minimum: mustAdd ? count + 1 : 0), &search) {
      (space, cube) throws(SchemaError) in
      try space.assign(0, [:], cube, count, mustAdd, &fuel)
    }
    return search.best
  }

  /// Gives each obligation from `index` on an item, and costs what comes out. The first way that works is taken.
  private mutating func assign(
    _ index: Int, _ claims: [Int: [FormulaID]], _ cube: ArrayCube, _ count: Int, _ mustAdd: Bool, _ fuel: inout Int
  ) throws(SchemaError) -> Int32 {
    if fuel == 0 { throw .tooComplex(document.location(of: document.root), question: "alternatives") }
    fuel -= 1
    if index == cube.violations.count { return try cost(of: claims, cube, count, mustAdd) }
    // Behind the prefixes one free place for each obligation is as good as any other.
    let places = max(cube.prefixEnd, count) + cube.violations.count
    for place in count..<max(places, min(cube.minimum, places)) where place < cube.maximum ?? .max {
      let violated = not(cube.violations[index].formula(at: place))
      if violated == .never { continue }
      var next = claims
      next[place, default: []].append(violated)
      if try itemCost(place, next, cube) == Self.unreachable { continue }
      let cost = try assign(index + 1, next, cube, count, mustAdd, &fuel)
      if cost < Self.unreachable { return cost }
    }
    return Self.unreachable
  }

  private mutating func itemCost(
    _ place: Int, _ claims: [Int: [FormulaID]], _ cube: ArrayCube
  ) throws(SchemaError) -> Int32 {
    try cost(of: and(cube.items.map { $0.formula(at: place) } + (claims[place] ?? [])))
  }

  private mutating func cost(
    of claims: [Int: [FormulaID]], _ cube: ArrayCube, _ count: Int, _ mustAdd: Bool
  ) throws(SchemaError) -> Int32 {
    let length = max(cube.minimum, count, (claims.keys.max() ?? -1) + 1)
    var total: Int32 = 1
    var place = count
    let explicit = min(length, max(cube.prefixEnd, (claims.keys.max() ?? -1) + 1))
    while place < explicit, total != Self.unreachable {
      total = Self.sum(total, try itemCost(place, claims, cube))
      place += 1
    }
    if place < length, total != Self.unreachable {
      total = Self.sum(total, Self.product(try cost(of: and(cube.items.map(\.rest))), length - place))
    }
    if length > count {
      total = Self.sum(total, Int32(clamping: length - count - (mustAdd || count == 0 ? 1 : 0)))
    }
    return total
  }
}
