/// Hash-consed regular expressions with union, intersection and complement, and their Brzozowski derivatives.
///
/// Smart constructors keep expressions in a normal form in which similar expressions are equal, so that the set of
/// derivatives of an expression is finite and small (Owens, Reppy and Turon, "Regular-expression derivatives
/// re-examined", 2009). A derivative is computed once per expression and class of code points.
package struct RegexAlgebra: ~Copyable {
  /// What is known of a node when it is made.
  struct Facts {
    /// Whether the empty string is in the language.
    var isNullable: Bool
    /// A lower bound on the cost of the shortest string; `unreachable` for ∅.
    var lowerBound: Int32
    /// Whether `lowerBound` is the cost of a string that really is in the language.
    var isExact: Bool
    /// Whether a predicate has a say here or may get one; the other facts are those of the language above then.
    var hasGuard = false
  }

  /// The cost of the shortest string of the empty language.
  package static let unreachable = Int32.max

  package var meter: WorkMeter
  var nodes: ContiguousArray<RegexNode> = []
  var facts: ContiguousArray<Facts> = []
  private var ids: [RegexNode: RegexID] = [:]
  /// First code points of the classes that a node tells apart, ascending from 0; empty until asked for.
  var classStarts: ContiguousArray<ContiguousArray<UInt32>> = []
  /// Derivative by class, -1 while unknown.
  var derivatives: ContiguousArray<ContiguousArray<Int32>> = []
  /// Exact cost once searched for; negative while unknown: -1, or `inhabited` where the language is known to have a text.
  var exactCosts: ContiguousArray<Int32> = []
  /// What `isDense` found.
  var densities = InternedTable<RegexID, Bool>()
  /// What `withoutBounds` and `withBounds` found: the least bounds, and by level the languages with other ones.
  var leastBounds = InternedTable<RegexID, Int32>()
  var boundedForms = [[RegexID: RegexID]](repeating: [:], count: lowBounds.count + 1)
  /// Code points that texts may have, where it was asked for; see `lacksCodePoints`.
  var alphabets: [RegexID: CodePointSet?] = [:]
  /// That for the texts of patterns, once it was needed.
  var patternPredicate: Int32?
  /// Languages of which a short search did not find whether they are empty.
  var undecided: Set<RegexID> = []
  var predicates: ContiguousArray<TextPredicate> = []
  var literalSets: ContiguousArray<LiteralSet> = []
  /// What the names stand for.
  private var definitions: ContiguousArray<RegexID> = []
  /// Rests of numbered strings: equal ones are one expression, whatever set they come from.
  var literalRanges: [LiteralRange: RegexID] = [:]
  private var literalSetIDs: [LiteralSet: LiteralSetID] = [:]
  /// Of the lists of their strings.
  private var literalBytes = 0

  package init(limits: WorkLimits = .none) {
    meter = WorkMeter(limits)
    let any = RegexID(index: 3)
    _ = intern(.none) { _ in Facts(isNullable: false, lowerBound: Self.unreachable, isExact: true) }
    _ = intern(.epsilon) { _ in Facts(isNullable: true, lowerBound: 0, isExact: true) }
    _ = intern(.repetition(any, minimum: 0, maximum: nil)) { _ in
      Facts(isNullable: true, lowerBound: 0, isExact: true)
    }
    _ = set(.all)
  }

  package var count: Int { nodes.count }
  /// Bytes that the expressions take, as an estimate.
  package var footprint: Int { nodes.count * Self.nodeFootprint + literalBytes }
  private static let nodeFootprint = 640
  package func isNullable(_ id: RegexID) -> Bool { facts[Int(id.index)].isNullable }

  /// Whether it is known, without a search, that the language has a string.
  package func isSurelyInhabited(_ id: RegexID) -> Bool {
    let facts = facts[Int(id.index)]
    let cost = exactCosts[Int(id.index)]
    return !facts.hasGuard && cost >= 0 && cost < Self.unreachable
  }

  func node(_ id: RegexID) -> RegexNode { nodes[Int(id.index)] }
  func facts(_ id: RegexID) -> Facts { facts[Int(id.index)] }

  /// The node's id; its facts are only asked for when it is new.
  mutating func intern(_ node: RegexNode, _ known: (borrowing RegexAlgebra) -> Facts) -> RegexID {
    if let id = ids[node] { return id }
    let id = RegexID(index: Int32(nodes.count))
    var facts = known(self)
    if facts.isNullable {
      facts.lowerBound = 0
      facts.isExact = true
    }
    nodes.append(node)
    self.facts.append(facts)
    classStarts.append([])
    derivatives.append([])
    exactCosts.append(facts.isExact ? facts.lowerBound : -1)
    ids[node] = id
    return id
  }

  /// A name for a language that has all strings of `end`, and others that are longer than nothing.
  mutating func named(_ end: RegexID) -> RegexID {
    definitions.append(.none)
    let end = facts(end)
    return intern(.named(Int32(definitions.count - 1))) { _ in
      Facts(isNullable: end.isNullable, lowerBound: min(1, end.lowerBound), isExact: end.isNullable)
    }
  }

  /// Says what a name stands for. The definition may mention names behind something that consumes a code point.
  mutating func define(_ name: RegexID, as definition: RegexID) {
    guard case .named(let index) = node(name) else { preconditionFailure("only names are defined") }
    definitions[Int(index)] = definition
  }

  func definition(_ name: Int32) -> RegexID { definitions[Int(name)] }

  mutating func intern(literals: LiteralSet) -> LiteralSetID {
    if let id = literalSetIDs[literals] { return id }
    let id = LiteralSetID(index: Int32(literalSets.count))
    literalSets.append(literals)
    literalBytes += 128 + literals.strings.count * 8 + literals.numbers.count * 4
    literalSetIDs[literals] = id
    return id
  }
}
