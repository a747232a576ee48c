/// Assertions on one container that hold together.
protocol AssertionCube {
  /// Adds an assertion; false when it contradicts the others at sight.
  mutating func add(_ assertion: Residual, in space: inout FormulaSpace) -> Bool
}

/// A walk through the alternatives of a residual: the best cost so far, and what may still be looked at.
struct CubeSearch {
  /// What is asked.
  enum Goal {
    /// A cheap choice.
    case cheap
    /// Any choice: whether there is one.
    case any
  }

  let goal: Goal
  var best = FormulaSpace.unreachable
  /// Whether some choice was given up before it was clear that nothing satisfies it.
  var isIncomplete = false
  /// Complete choices that may still be costed.
  var choices = FormulaSpace.cubeLimit
  /// Partial choices that may still be opened, those that turn out to contradict themselves included.
  var steps = 16 * FormulaSpace.cubeLimit
  /// Once a choice is found, this many more are costed for a cheaper one.
  static let lookahead = 16
  /// With more alternatives than this, the first choice that is found by taking them one by one will do.
  static let fewAlternatives = 6
  /// Ways to place the obligations of one choice.
  static let placements = 1_024

  init(_ goal: Goal) { self.goal = goal }

  var isSpent: Bool { choices == 0 || steps == 0 }

  mutating func found(_ cost: Int32) {
    choices -= 1
    if cost >= best { return }
    best = cost
    choices = goal == .any ? 0 : min(choices, Self.lookahead)
  }
}

extension FormulaSpace {
  /// Takes the residuals apart and costs the combinations of alternatives that don't contradict themselves at sight.
  ///
  /// Many alternatives are taken one by one first, each in the way that asks for least. Where that leads nowhere soon,
  /// an alternative that is met already asks for nothing, one of which a single way is left is certain, and of the others
  /// the one with the fewest ways is opened first.
  ///
  /// - Throws: `SchemaError.tooComplex` when the search is spent before any choice was found.
  mutating func explore<Cube: AssertionCube>(
    _ residuals: [ResidualID], _ cube: Cube, _ search: inout CubeSearch,
    _ cost: (inout FormulaSpace, Cube, inout Bool) throws(SchemaError) -> Int32
  ) throws(SchemaError) {
    var branch = CubeBranch(cube: cube)
    guard take(residuals, &branch) else { return }
    if search.goal == .any || branch.alternatives.count > CubeSearch.fewAlternatives {
      var steps = 64 + 4 * branch.alternatives.count
      try descend(branch, &steps, &search, depth: 0, cost)
      if search.best < Self.unreachable { return }
    }
    try explore(branch, &search, cost)
    if search.best == Self.unreachable, search.isIncomplete {
      throw .tooComplex(document.location(of: document.root), question: "alternatives")
    }
  }

  /// Takes the alternatives one by one, each in the way that asks for least, until a choice is found.
  private mutating func descend<Cube: AssertionCube>(
    _ branch: CubeBranch<Cube>, _ steps: inout Int, _ search: inout CubeSearch, depth: Int,
    _ cost: (inout FormulaSpace, Cube, inout Bool) throws(SchemaError) -> Int32
  ) throws(SchemaError) {
    // Each choice takes some stack, and a copy of what is left.
    guard depth < FormulaSpace.depthLimit else {
      search.isIncomplete = true
      return
    }
    var branch = branch
    while let operands = branch.alternatives.popLast() {
      if operands.contains(where: { isMet($0, branch) }) { continue }
      let ways = operands.filter { fits($0, branch.cube) }
      guard ways.count > 1 else {
        guard let way = ways.first, take([way], &branch) else { return }
        continue
      }
      for way in inOrder(ways) where steps > 0 {
        steps -= 1
        try spend(16)
        var next = branch
        if take([way], &next) { try descend(next, &steps, &search, depth: depth + 1, cost) }
        if search.best < Self.unreachable { return }
      }
      return
    }
    search.found(try cost(&self, branch.cube, &search.isIncomplete))
  }

  private mutating func inOrder(_ ways: [ResidualID]) -> [ResidualID] {
    var efforts: [(way: ResidualID, effort: Int)] = []
    for way in ways { efforts.append((way, effort(way))) }
    return efforts.sorted { $0.effort < $1.effort }.map(\.way)
  }

  private mutating func explore<Cube: AssertionCube>(
    _ branch: CubeBranch<Cube>, _ search: inout CubeSearch,
    _ cost: (inout FormulaSpace, Cube, inout Bool) throws(SchemaError) -> Int32
  ) throws(SchemaError) {
    if search.isSpent {
      if search.best < Self.unreachable { return }
      throw .tooComplex(document.location(of: document.root), question: "alternatives")
    }
    search.steps -= 1
    try spend(64)
    var branch = branch
    // Alternatives, each with the ways that are left.
    var ways: [[ResidualID]] = []
    repeat {
      ways.removeAll(keepingCapacity: true)
      var certain: [ResidualID] = []
      try spend(branch.alternatives.count * 8)
      for operands in branch.alternatives where !operands.contains(where: { isMet($0, branch) }) {
        let living = operands.filter { fits($0, branch.cube) }
        if living.isEmpty { return }
        if living.count == 1 { certain.append(living[0]) } else { ways.append(living) }
      }
      branch.alternatives = ways
      if certain.isEmpty { break }
      guard take(certain, &branch) else { return }
    } while true
    guard let next = ways.indices.min(by: { ways[$0].count < ways[$1].count }) else {
      search.found(try cost(&self, branch.cube, &search.isIncomplete))
      return
    }
    branch.alternatives.remove(at: next)
    for way in inOrder(ways[next]) {
      var next = branch
      if take([way], &next) { try explore(next, &search, cost) }
    }
  }

  /// Whether what is certain in a residual can stand beside the assertions of a cube, at sight.
  private mutating func fits<Cube: AssertionCube>(_ id: ResidualID, _ cube: Cube) -> Bool {
    var cube = cube
    var open = [id]
    while let next = open.popLast() {
      switch residual(next) {
      case .always, .or: continue
      case .never: return false
      case .and(let operands): open += operands
      case .object, .array: if !cube.add(residual(next), in: &self) { return false }
      }
    }
    return true
  }

  /// How much a residual asks for: ways that ask for less are tried first.
  private mutating func effort(_ id: ResidualID) -> Int {
    // Residuals share their parts, so that without a memory a part is met once for each way that leads to it.
    if let known = efforts[id] { return known }
    let effort = computeEffort(id)
    efforts[id] = effort
    return effort
  }

  private mutating func computeEffort(_ id: ResidualID) -> Int {
    switch residual(id) {
    case .always, .object(.absent), .object(.properties), .object(.names), .array(.items): return 0
    case .never: return Int.max / 2
    case .and(let operands):
      var sum = 0
      for operand in operands { sum = min(Int.max / 2, sum + effort(operand)) }
      return sum
    case .or(let operands):
      var least = Int.max / 2
      for operand in operands { least = min(least, effort(operand)) }
      return least
    case .object(.required(let keys)): return 4 * keys.count
    case .object(.count(let minimum, _)), .array(.count(let minimum, _)): return min(64, minimum)
    case .array(.atMost), .array(.unique): return 1
    case .object(.differs(let constants)), .array(.differs(let constants)): return constants.count
    case .array(.atLeast(_, let count)): return 16 * min(64, count)
    case .object(.violation), .object(.otherName), .array(.violation), .array(.repeated): return 64
    }
  }

  /// Adds what is certain; false when it contradicts the rest at sight.
  private mutating func take<Cube: AssertionCube>(_ residuals: [ResidualID], _ branch: inout CubeBranch<Cube>) -> Bool {
    var open = residuals
    while let id = open.popLast() {
      switch residual(id) {
      case .always: continue
      case .never: return false
      case .and(let operands): open += operands
      case .or(let operands): branch.alternatives.append(operands)
      case .object, .array:
        if branch.met.insert(id).inserted, !branch.cube.add(residual(id), in: &self) { return false }
      }
    }
    return true
  }

  /// Whether a residual follows from what is certain at sight.
  private func isMet<Cube: AssertionCube>(_ id: ResidualID, _ branch: CubeBranch<Cube>) -> Bool {
    switch residual(id) {
    case .always: true
    case .never: false
    case .and(let operands): operands.allSatisfy { isMet($0, branch) }
    case .or(let operands): operands.contains { isMet($0, branch) }
    case .object, .array: branch.met.contains(id)
    }
  }
}

/// A cube under way, with the alternatives that are not decided.
private struct CubeBranch<Cube: AssertionCube> {
  var cube: Cube
  var alternatives: [[ResidualID]] = []
  /// The assertions in the cube.
  var met: Set<ResidualID> = []
}
