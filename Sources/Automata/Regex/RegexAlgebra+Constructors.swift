/// Smart constructors: each gives the normal form.
extension RegexAlgebra {
  package mutating func set(_ set: CodePointSet) -> RegexID {
    if set.isEmpty { return .none }
    return intern(.set(set)) { _ in
      Facts(isNullable: false, lowerBound: CharacterCost.cheapest(in: set), isExact: true)
    }
  }

  package mutating func string(_ text: String) -> RegexID {
    var result = RegexID.epsilon
    for scalar in text.unicodeScalars.reversed() {
      let head = set(CodePointSet(scalar.value...scalar.value))
      result = concatenation(head, result)
    }
    return result
  }

  /// The language of exactly these strings.
  package mutating func literals(_ strings: some Sequence<String>) -> RegexID {
    let set = LiteralSet(strings)
    let count = set.strings.count
    if count == 0 { return .none }
    return literals(intern(literals: set), 0, count, depth: 0)
  }

  /// The language of exactly these strings, given as code points, sorted and without duplicates.
  ///
  /// - Parameter numbers: a number for each string, the same one in all languages: what two of them have in common they
  ///   share then, down to the last few strings.
  package mutating func literals(sorted strings: [[UInt32]], numbers: [Int32]) -> RegexID {
    if strings.isEmpty { return .none }
    return literals(intern(literals: LiteralSet(sorted: strings, numbers: numbers)), 0, strings.count, depth: 0)
  }

  /// The texts of patterns, as `RegexParser` reads them.
  package mutating func patternTexts() -> RegexID { patternText(PatternText(memory: .allSoFar)) }

  mutating func patternText(_ text: PatternText) -> RegexID {
    if text.memory == .allSoFar, text.needsMemory {
      // From here on the whole text decides.
      var upper = text
      upper.memory = .some
      let check = patternPredicate ?? addPredicate(PatternReader.predicate)
      patternPredicate = check
      return guarded(check, upper: patternText(upper), lower: .none)
    }
    if text.memory == .none, text.needsMemory { return .none }
    return intern(.patternText(text)) { _ in
      Facts(
        isNullable: text.isComplete, lowerBound: text.leastLeft, isExact: true, hasGuard: text.memory == .allSoFar)
    }
  }

  mutating func literals(_ set: LiteralSetID, _ lower: Int, _ upper: Int, depth: Int) -> RegexID {
    if lower == upper { return .none }
    let strings = literalSets[Int(set.index)].strings
    let first = strings[lower]
    let range = literalSets[Int(set.index)].range(lower, upper, depth: depth)
    if let range, let known = literalRanges[range] { return known }
    // A complete single string is not turned into ε: a property name keeps its identity up to its closing quote.
    let node = RegexNode.literals(set, lower: Int32(lower), upper: Int32(upper), depth: Int32(depth))
    let id = intern(node) { _ in
      var best = Self.unreachable
      for string in strings[lower..<upper] {
        best = min(best, string[depth...].reduce(0) { $0 + CharacterCost.of($1) })
        if best == 0 { break }
      }
      return Facts(isNullable: first.count == depth, lowerBound: best, isExact: true)
    }
    if let range { literalRanges[range] = id }
    return id
  }

  package mutating func concatenation(_ left: RegexID, _ right: RegexID) -> RegexID {
    if left == .none || right == .none { return .none }
    if left == .epsilon { return right }
    if right == .epsilon { return left }
    if left == .anything, right == .anything { return .anything }
    if case .concatenation(let first, let rest) = node(left) {
      return concatenation(first, concatenation(rest, right))
    }
    let (a, b) = (facts(left), facts(right))
    return intern(.concatenation(left, right)) { _ in
      Facts(
        isNullable: a.isNullable && b.isNullable, lowerBound: Self.sum(a.lowerBound, b.lowerBound),
        isExact: a.isExact && b.isExact)
    }
  }

  package mutating func alternation(_ operands: [RegexID]) -> RegexID {
    var flat: [RegexID] = []
    var sets: CodePointSet?
    /// Operands that are given strings, or may be all but given strings.
    var literals = 0
    var pending = operands
    while let operand = pending.popLast() {
      switch node(operand) {
      case .none: continue
      case .alternation(let inner): pending.append(contentsOf: inner)
      case .set(let set): sets = sets.map { $0.union(set) } ?? set
      case .literals, .complement:
        literals += 1
        flat.append(operand)
      default: flat.append(operand)
      }
    }
    if let sets { flat.append(set(sets)) }
    if literals > 1 { mergeLiterals(&flat, isUnion: true) }
    guard let unique = Self.normalised(flat, absorbing: .anything) else { return .anything }
    // A nullable alternative makes ε redundant.
    let operands =
      unique.contains(.epsilon) && unique.contains { $0 != .epsilon && isSurelyNullable($0) }
      ? unique.filter { $0 != .epsilon } : unique
    if operands.isEmpty { return .none }
    if operands.count == 1 { return operands[0] }
    for operand in operands where hasOpposite(operand, in: operands) { return .anything }
    return intern(.alternation(operands)) { algebra in
      var result = Facts(isNullable: false, lowerBound: Self.unreachable, isExact: true)
      /// The cheapest string that is sure to be in some operand.
      var cheapest = Self.unreachable
      for operand in operands {
        let facts = algebra.facts(operand)
        result.hasGuard = result.hasGuard || facts.hasGuard
        result.isNullable = result.isNullable || facts.isNullable
        result.lowerBound = min(result.lowerBound, facts.lowerBound)
        let known = algebra.exactCosts[Int(operand.index)]
        if known >= 0 { cheapest = min(cheapest, known) }
      }
      result.isExact = cheapest == result.lowerBound
      return result
    }
  }

  package mutating func intersection(_ operands: [RegexID]) -> RegexID {
    var flat: [RegexID] = []
    var sets: CodePointSet?
    /// Operands that are given strings, or may be all but given strings.
    var literals = 0
    var pending = operands
    while let operand = pending.popLast() {
      switch node(operand) {
      case .none: return .none
      case .intersection(let inner): pending.append(contentsOf: inner)
      case .set(let set): sets = sets.map { $0.intersection(set) } ?? set
      case .literals, .complement:
        literals += 1
        flat.append(operand)
      default: if operand != .anything { flat.append(operand) }
      }
    }
    if let sets {
      if sets.isEmpty { return .none }
      flat.append(set(sets))
    }
    mergeLengths(&flat)
    if literals > 1 { mergeLiterals(&flat, isUnion: false) }
    guard let operands = Self.normalised(flat, absorbing: .none) else { return .none }
    if operands.isEmpty { return .anything }
    if operands.count == 1 { return operands[0] }
    if operands.contains(.epsilon), operands.allSatisfy({ isSettled($0) }) {
      return operands.allSatisfy { isNullable($0) } ? .epsilon : .none
    }
    for operand in operands where hasOpposite(operand, in: operands) { return .none }
    if operands.contains(where: { hasGuard($0) }),
      let texts = operands.firstIndex(where: { if case .literals = node($0) { true } else { false } })
    {
      let kept = filtered(operands[texts], by: operands.filter { hasGuard($0) })
      return intersection(operands.filter { !hasGuard($0) && $0 != operands[texts] } + [kept])
    }
    return intern(.intersection(operands)) { algebra in
      var result = Facts(isNullable: true, lowerBound: 0, isExact: false)
      for operand in operands {
        let facts = algebra.facts(operand)
        result.hasGuard = result.hasGuard || facts.hasGuard
        result.isNullable = result.isNullable && facts.isNullable
        result.lowerBound = max(result.lowerBound, facts.lowerBound)
      }
      if result.isNullable || result.lowerBound == Self.unreachable { result.isExact = true }
      return result
    }
  }

  package mutating func complement(_ operand: RegexID) -> RegexID {
    if operand == .none { return .anything }
    if operand == .anything { return .none }
    switch node(operand) {
    case .complement(let inner): return inner
    // Predicates stay outside of complements.
    case .guarded(let check, let upper, let lower):
      return guarded(check.negated, complement(lower), complement(upper))
    case .alternation(let operands) where hasGuard(operand): return intersection(operands.map { complement($0) })
    case .intersection(let operands) where hasGuard(operand): return alternation(operands.map { complement($0) })
    default: break
    }
    let isNullable = !isNullable(operand)
    let hasGuard = hasGuard(operand)
    // That it lacks the empty string costs one character, unless it lacks all of those as well.
    let hasShort = !isNullable && (literalRests(operand)?.rests.hasFewCharacters ?? false)
    return intern(.complement(operand)) { _ in
      Facts(
        isNullable: isNullable, lowerBound: hasShort ? 1 : 0, isExact: isNullable || hasShort, hasGuard: hasGuard)
    }
  }

  /// Whether the complement of an operand is among the operands, too.
  private mutating func hasOpposite(_ operand: RegexID, in operands: [RegexID]) -> Bool {
    switch node(operand) {
    case .complement(let inner): operands.contains(inner)
    case .guarded: operands.contains(complement(operand))
    default: false
    }
  }

  package mutating func repetition(_ operand: RegexID, minimum: Int, maximum: Int?) -> RegexID {
    if let maximum, maximum < minimum { return .none }
    if operand == .none { return minimum == 0 ? .epsilon : .none }
    if operand == .epsilon || maximum == 0 { return .epsilon }
    if minimum == 1, maximum == 1 { return operand }
    let inner = facts(operand)
    // A nullable operand can fill up the count with empty matches.
    let minimum = inner.isNullable ? 0 : minimum
    if minimum == 0, maximum == nil, case .repetition(_, minimum: 0, maximum: nil) = node(operand) { return operand }
    let product = Int64(inner.lowerBound) * Int64(minimum)
    return intern(.repetition(operand, minimum: minimum, maximum: maximum)) { _ in
      Facts(
        isNullable: minimum == 0, lowerBound: Int32(clamping: min(product, Int64(Self.unreachable) - 1)),
        isExact: inner.isExact || minimum == 0)
    }
  }

  /// Strings of `minimum` to `maximum` code points.
  package mutating func length(minimum: Int, maximum: Int?) -> RegexID {
    repetition(set(.all), minimum: minimum, maximum: maximum)
  }

  package static func sum(_ left: Int32, _ right: Int32) -> Int32 {
    if left == unreachable || right == unreachable { return unreachable }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? unreachable - 1 : sum
  }

  /// Sorted without duplicates; nil when the absorbing element is among them.
  private static func normalised(_ operands: [RegexID], absorbing: RegexID) -> [RegexID]? {
    if operands.contains(absorbing) { return nil }
    var unique: [RegexID] = []
    for operand in operands.sorted() where unique.last != operand { unique.append(operand) }
    return unique
  }

  /// Lengths meet in one length: Σ{a,b} ∩ Σ{c,d}.
  private mutating func mergeLengths(_ operands: inout [RegexID]) {
    let any = RegexID(index: 3)
    var minimum = 0
    var maximum: Int?
    var found = 0
    for operand in operands {
      guard case .repetition(any, let low, let high) = node(operand) else { continue }
      found += 1
      minimum = max(minimum, low)
      if let high { maximum = min(maximum ?? high, high) }
    }
    if found < 2 { return }
    operands.removeAll { if case .repetition(any, _, _) = node($0) { true } else { false } }
    operands.append(repetition(any, minimum: minimum, maximum: maximum))
  }
}
