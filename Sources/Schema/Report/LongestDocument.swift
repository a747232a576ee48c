import Automata

/// How long the values of a schema can get. The bounds are sound but not always met: no value is longer.
struct LongestDocument {
  /// Formulas being measured: one that leads back to itself has no bound.
  private var open: Set<FormulaID> = []
  private var known: [FormulaID: Int?] = [:]
  private static let maximumDepth = 256

  /// Bytes that no document of the schema exceeds; nil when none are known, as for recursive schemas, strings without
  /// `maxLength` and objects that are open.
  static func bytes(of formula: FormulaID, in space: inout FormulaSpace) throws(SchemaError) -> Int? {
    guard space.options.whitespace == .bounded(maximum: 0), space.options.escapes == .needed else { return nil }
    var search = LongestDocument()
    return try search.bytes(of: formula, &space)
  }

  private mutating func bytes(of id: FormulaID, _ space: inout FormulaSpace) throws(SchemaError) -> Int? {
    if let known = known[id] { return known }
    if try space.cost(of: id) == FormulaSpace.unreachable { return 0 }
    guard open.count < Self.maximumDepth, open.insert(id).inserted else { return nil }
    defer { open.remove(id) }
    let result = try measure(id, &space)
    known[id] = .some(result)
    return result
  }

  private mutating func measure(_ id: FormulaID, _ space: inout FormulaSpace) throws(SchemaError) -> Int? {
    let literals = try space.literals(id)
    var longest = literals.contains(.false) ? 5 : literals.isEmpty ? 0 : 4
    let strings = try space.writtenStrings(id)
    if strings != .none {
      guard let length = space.strings.regex.longest(of: strings) else { return nil }
      longest = max(longest, length + 2)
    }
    guard let number = try space.numbers(id).longest(space.options.numbers) else { return nil }
    longest = max(longest, number)
    let arrays = try space.arrays(id)
    if arrays != .never {
      guard let length = try longestArray(arrays, &space) else { return nil }
      longest = max(longest, length)
    }
    let objects = try space.objects(id)
    if objects != .never {
      guard let length = try longestObject(objects, &space) else { return nil }
      longest = max(longest, length)
    }
    return longest
  }

  private mutating func longestArray(
    _ residual: ResidualID, _ space: inout FormulaSpace
  ) throws(SchemaError) -> Int? {
    var cubes: [ArrayCube] = []
    try Self.cubes(residual, ArrayCube(count: 0, minimum: 0), &cubes, &space)
    var longest = 0
    for cube in cubes {
      guard let length = try bytes(of: cube, &space) else { return nil }
      longest = max(longest, length)
    }
    return longest
  }

  private mutating func bytes(of cube: ArrayCube, _ space: inout FormulaSpace) throws(SchemaError) -> Int? {
    var parts = Total()
    let prefix = cube.items.map(\.prefix.count).max() ?? 0
    for place in 0..<min(prefix, cube.maximum ?? prefix) {
      let item = space.and(cube.items.map { $0.formula(at: place) })
      if try space.cost(of: item) == FormulaSpace.unreachable { return parts.bytes(most: nil) }
      guard let length = try bytes(of: item, &space) else { return nil }
      parts.add(length, count: 1)
    }
    if let maximum = cube.maximum, maximum <= prefix { return parts.bytes(most: nil) }
    let rest = space.and(cube.items.map(\.rest))
    if try space.cost(of: rest) == FormulaSpace.unreachable { return parts.bytes(most: nil) }
    guard let maximum = cube.maximum, let length = try bytes(of: rest, &space) else { return nil }
    parts.add(length, count: maximum - prefix)
    return parts.bytes(most: nil)
  }

  private mutating func longestObject(
    _ residual: ResidualID, _ space: inout FormulaSpace
  ) throws(SchemaError) -> Int? {
    var cubes: [ObjectCube] = []
    // In declared order there are no more objects than in any.
    let facts = ObjectFacts(seen: [], last: -1, order: nil)
    try Self.cubes(residual, ObjectCube(facts, minimum: 0), &cubes, &space)
    var longest = 0
    for cube in cubes {
      guard let length = try bytes(of: cube, &space) else { return nil }
      longest = max(longest, length)
    }
    return longest
  }

  private mutating func bytes(of cube: ObjectCube, _ space: inout FormulaSpace) throws(SchemaError) -> Int? {
    var named = cube.missing
    var patterns = Set(cube.names)
    for index in cube.rules {
      named.formUnion(space.rules[Int(index)].named.map(\.key))
      patterns.formUnion(space.rules[Int(index)].patterns.map(\.language))
    }
    named.formUnion(cube.absent)
    var parts = Total()
    for key in named.subtracting(cube.absent).sorted() {
      if try space.memberCost(key, cube.rules, cube.names) == FormulaSpace.unreachable { continue }
      guard let value = try bytes(of: claim(key, cube, &space), &space) else { return nil }
      parts.add(Int(space.keys.cost(key)) + 1 + value, count: 1)
    }
    for (key, language) in try space.keyClasses(patterns.sorted(), outside: named.sorted()) {
      if try space.memberCost(key, cube.rules, cube.names) == FormulaSpace.unreachable { continue }
      guard let maximum = cube.maximum, let name = space.strings.regex.longest(of: language),
        let value = try bytes(of: claim(key, cube, &space), &space)
      else { return nil }
      parts.add(name + 3 + value, count: maximum)
    }
    return parts.bytes(most: cube.maximum)
  }

  private func claim(_ key: KeyID, _ cube: ObjectCube, _ space: inout FormulaSpace) -> FormulaID {
    var claims: [FormulaID] = []
    for index in cube.rules { claims.append(space.formula(of: key, in: index)) }
    return space.and(claims)
  }

  /// All combinations of the alternatives of a residual.
  private static func cubes<Cube: AssertionCube>(
    _ residual: ResidualID, _ start: Cube, _ cubes: inout [Cube], _ space: inout FormulaSpace
  ) throws(SchemaError) {
    var search = CubeSearch(.cheap)
    var found: [Cube] = []
    try space.explore([residual], start, &search) { (_, cube, _) throws(SchemaError) in
      found.append(cube)
      // Nothing is the best one, so that none is left out.
      return FormulaSpace.unreachable
    }
    cubes = found
  }
}

/// Parts of a container, the longest of which count.
private struct Total {
  private var parts: [(bytes: Int, count: Int)] = []

  mutating func add(_ bytes: Int, count: Int) { if count > 0 { parts.append((bytes, count)) } }

  /// The container's bytes, brackets and commas included, with at most so many parts; nil beyond what an integer holds.
  func bytes(most: Int?) -> Int? {
    var left = most ?? .max
    var total = 2
    var count = 0
    for part in parts.sorted(by: { $0.bytes > $1.bytes }) {
      let taken = min(part.count, left)
      left -= taken
      let (product, tooMany) = part.bytes.multipliedReportingOverflow(by: taken)
      let (sum, tooLong) = total.addingReportingOverflow(product)
      let (places, tooWide) = count.addingReportingOverflow(taken)
      if tooMany || tooLong || tooWide { return nil }
      total = sum
      count = places
    }
    let (sum, tooLong) = total.addingReportingOverflow(max(0, count - 1))
    return tooLong ? nil : sum
  }
}
