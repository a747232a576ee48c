/// Assertions on one container that hold together.
protocol AssertionCube {
  /// Adds an assertion; false when it contradicts the others at sight.
  mutating func add(_ assertion: Residual) -> Bool
  /// Whether the assertions contradict each other in a way that takes a look at what they are about.
  func isContradictory(in space: inout FormulaSpace) throws(SchemaError) -> Bool
}

/// A walk through the alternatives of a residual: the best cost so far, and what may still be looked at.
struct CubeSearch {
  var best = FormulaSpace.unreachable
  /// Complete choices that may still be costed.
  var choices = FormulaSpace.cubeLimit
  /// Partial choices that may still be opened, those that turn out to contradict themselves included.
  var steps = 16 * FormulaSpace.cubeLimit
  /// Once a choice is found, this many more are costed for a cheaper one.
  static let lookahead = 16

  var isSpent: Bool { choices == 0 || steps == 0 }
}

extension FormulaSpace {
  /// Takes the residuals apart and costs the combinations of alternatives that don't contradict themselves at sight.
  ///
  /// What is certain comes first. An alternative that is met already asks for nothing, one of which a single way is left
  /// is certain, and of the others the one with the fewest ways is opened first.
  ///
  /// - Throws: `SchemaError.tooComplex` when the search is spent before any choice was found.
  mutating func explore<Cube: AssertionCube>(
    _ residuals: [ResidualID], _ cube: Cube, _ search: inout CubeSearch,
    _ cost: (inout FormulaSpace, Cube) throws(SchemaError) -> Int32
  ) throws(SchemaError) {
    try explore(residuals, CubeBranch(cube: cube), &search, cost)
  }

  private mutating func explore<Cube: AssertionCube>(
    _ residuals: [ResidualID], _ branch: CubeBranch<Cube>, _ search: inout CubeSearch,
    _ cost: (inout FormulaSpace, Cube) throws(SchemaError) -> Int32
  ) throws(SchemaError) {
    if search.isSpent {
      if search.best < Self.unreachable { return }
      throw .tooComplex(document.location(of: document.root), question: "alternatives")
    }
    search.steps -= 1
    var branch = branch
    guard take(residuals, &branch) else { return }
    // Alternatives, each with the ways that are left.
    var ways: [[ResidualID]] = []
    repeat {
      ways.removeAll(keepingCapacity: true)
      var certain: [ResidualID] = []
      for operands in branch.alternatives where !operands.contains(where: { isMet($0, branch) }) {
        var living: [ResidualID] = []
        for operand in operands {
          var trial = branch
          if take([operand], &trial), try !trial.cube.isContradictory(in: &self) { living.append(operand) }
        }
        if living.isEmpty { return }
        if living.count == 1 { certain.append(living[0]) } else { ways.append(living) }
      }
      branch.alternatives = ways
      if certain.isEmpty { break }
      guard take(certain, &branch) else { return }
    } while true
    guard let next = ways.indices.min(by: { ways[$0].count < ways[$1].count }) else {
      search.choices -= 1
      let cost = try cost(&self, branch.cube)
      if cost < search.best {
        search.best = cost
        search.choices = min(search.choices, CubeSearch.lookahead)
      }
      return
    }
    branch.alternatives.remove(at: next)
    for way in ways[next] { try explore([way], branch, &search, cost) }
  }

  /// Adds what is certain; false when it contradicts the rest at sight.
  private func take<Cube: AssertionCube>(_ residuals: [ResidualID], _ branch: inout CubeBranch<Cube>) -> Bool {
    var open = residuals
    while let id = open.popLast() {
      switch residual(id) {
      case .always: continue
      case .never: return false
      case .and(let operands): open += operands
      case .or(let operands): branch.alternatives.append(operands)
      case .object, .array:
        if branch.met.insert(id).inserted, !branch.cube.add(residual(id)) { return false }
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
