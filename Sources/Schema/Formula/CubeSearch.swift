/// Assertions on one container that hold together.
protocol AssertionCube {
  /// Adds an assertion; false when it contradicts the others at sight.
  mutating func add(_ assertion: Residual) -> Bool
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
  /// Takes the residuals apart, with all that is certain first and alternatives after it, and costs what comes out.
  ///
  /// - Throws: `SchemaError.tooComplex` when the search is spent before any choice was found.
  mutating func explore<Cube: AssertionCube>(
    _ residuals: [ResidualID], _ cube: Cube, _ search: inout CubeSearch,
    _ cost: (inout FormulaSpace, Cube) throws(SchemaError) -> Int32
  ) throws(SchemaError) {
    if search.isSpent {
      if search.best < Self.unreachable { return }
      throw .tooComplex(document.location(of: document.root), question: "alternatives")
    }
    search.steps -= 1
    var open = residuals
    var cube = cube
    var alternatives: [ResidualID] = []
    while let id = open.popLast() {
      switch residual(id) {
      case .always: continue
      case .never: return
      case .and(let operands): open += operands
      case .or: alternatives.append(id)
      case .object, .array: if !cube.add(residual(id)) { return }
      }
    }
    guard let next = alternatives.popLast() else {
      search.choices -= 1
      let cost = try cost(&self, cube)
      if cost < search.best {
        search.best = cost
        search.choices = min(search.choices, CubeSearch.lookahead)
      }
      return
    }
    guard case .or(let operands) = residual(next) else { return }
    for operand in operands { try explore(alternatives + [operand], cube, &search, cost) }
  }
}
