import Automata

/// Bytes of the shortest value by formula: the least fixed point over recursive schemas.
struct CostTable {
  /// Settled costs.
  var settled = InternedTable<FormulaID, Int32>()
  /// Of schemas that were looked at, whether it is plain that some value satisfies them.
  var satisfiable: [ScopedSchema: Bool] = [:]
  /// Formulas that were found to be satisfied by some value, of which no cost need be known.
  var living = InternedSet<FormulaID>()
  /// Whether an object without members can be completed so that a residual holds, where no order of names has a say.
  var completable: [ResidualID: Bool] = [:]
  /// Costs of the search under way; they only fall from round to round.
  var provisional = InternedTable<FormulaID, Int32>()
  /// Formulas that have one.
  var estimated = InternedSet<FormulaID>()
  /// Formulas that this round has come to.
  var visited = InternedSet<FormulaID>()
  var isSearching = false
  /// Whether this round used a cost that was not final.
  var metOpenFormula = false
  var hasChanged = false
  var open = InternedSet<FormulaID>()
}
