/// A condition on whole texts that is no regular language, such as being a name in the domain name system.
package struct TextPredicate: Sendable {
  package let accepts: @Sendable (String) -> Bool
  /// What may complete a text so that it is accepted, likely endings first. The beginning can be completed where one of
  /// them makes a text that is accepted.
  package let endings: @Sendable (_ beginning: String) -> AnySequence<String>

  package init(
    accepts: @escaping @Sendable (String) -> Bool,
    endings: @escaping @Sendable (_ beginning: String) -> AnySequence<String>
  ) {
    self.accepts = accepts
    self.endings = endings
  }
}

/// A predicate that an algebra knows, or its opposite.
struct TextGuard: Hashable {
  let predicate: Int32
  let isNegated: Bool

  var negated: TextGuard { TextGuard(predicate: predicate, isNegated: !isNegated) }
}

/// Languages between two regular ones, with a predicate on whole texts that decides where they differ.
///
/// What only asks whether something can follow sees the upper language. Whether a text is in the language needs the
/// text.
extension RegexAlgebra {
  /// Makes a predicate known, for `guarded`.
  package mutating func addPredicate(_ predicate: TextPredicate) -> Int32 {
    predicates.append(predicate)
    return Int32(predicates.count - 1)
  }

  /// The texts of `lower`, and those of `upper` that a predicate accepts.
  ///
  /// - Parameters:
  ///   - upper: has all texts that the predicate accepts.
  ///   - lower: has only such texts.
  package mutating func guarded(_ predicate: Int32, upper: RegexID, lower: RegexID) -> RegexID {
    guarded(TextGuard(predicate: predicate, isNegated: false), upper, lower)
  }

  mutating func guarded(_ check: TextGuard, _ upper: RegexID, _ lower: RegexID) -> RegexID {
    if upper == lower || upper == .none { return upper }
    let known = facts(upper)
    return intern(.guarded(check, upper: upper, lower: lower)) { _ in
      Facts(
        isNullable: known.isNullable, lowerBound: known.lowerBound, isExact: known.isExact, hasGuard: true)
    }
  }

  /// Whether a predicate has a say in the language.
  package func hasGuard(_ id: RegexID) -> Bool { facts(id).hasGuard }

  /// Whether the end of a text is decided here without a look at the text.
  package func isSettled(_ id: RegexID) -> Bool {
    !hasGuard(id) || isNullable(id) == isSurelyNullable(id)
  }

  /// Whether the text that ends here is in the language whatever it is.
  func isSurelyNullable(_ id: RegexID) -> Bool {
    guard hasGuard(id) else { return isNullable(id) }
    return switch node(id) {
    case .guarded(_, _, let lower): isNullable(lower)
    case .alternation(let operands): operands.contains { isSurelyNullable($0) }
    case .intersection(let operands): operands.allSatisfy { isSurelyNullable($0) }
    // Texts of patterns, and what is none, before a predicate has a say.
    default: isNullable(id)
    }
  }

  /// Whether a text is in the language of which `rest` is what may follow it.
  package func accepts(_ text: String, endingAt rest: RegexID) -> Bool {
    guard isNullable(rest), hasGuard(rest) else { return isNullable(rest) }
    return switch node(rest) {
    case .guarded(let check, _, let lower):
      isNullable(lower) || predicates[Int(check.predicate)].accepts(text) != check.isNegated
    case .alternation(let operands): operands.contains { accepts(text, endingAt: $0) }
    case .intersection(let operands): operands.allSatisfy { accepts(text, endingAt: $0) }
    default: isNullable(rest)
    }
  }

  /// The texts that are in the language whatever predicates say.
  package mutating func certain(_ id: RegexID) -> RegexID {
    guard hasGuard(id) else { return id }
    switch node(id) {
    case .guarded(_, _, let lower): return lower
    case .alternation(let operands): return alternation(operands.map { certain($0) })
    case .intersection(let operands): return intersection(operands.map { certain($0) })
    case .patternText(var text):
      text.memory = .none
      return patternText(text)
    case .complement(let operand):
      guard case .patternText(var text) = node(operand) else { return id }
      text.memory = .some
      return complement(patternText(text))
    default: return id
    }
  }

  /// Bytes that an ending takes where a predicate decides, as far as one is looked for.
  private static let guardedEnding: Int32 = 64

  /// The cost of completing a text, where a predicate has a say in it as much as it may take; `unreachable` when the
  /// language above is empty.
  ///
  /// - Parameter isOpen: whether this is one of several ways, of which it is not known which can be gone.
  package mutating func completionCost(of id: RegexID, isOpen: Bool = false) throws(AutomatonError) -> Int32 {
    let least = try cost(of: id)
    if least == Self.unreachable || !hasGuard(id) { return least }
    if isOpen { return Self.sum(least, Self.guardedEnding) }
    return try certainCost(of: id) ?? Self.sum(least, Self.guardedEnding)
  }

  /// The strings of a finite set that a language with predicates has.
  mutating func filtered(_ literals: RegexID, by others: [RegexID]) -> RegexID {
    guard case .literals(let set, let lower, let upper, let depth) = node(literals) else { return literals }
    let strings = literalSets[Int(set.index)]
    var kept: [Int] = []
    for index in Int(lower)..<Int(upper) {
      let string = strings.strings[index]
      let text = Self.text(string)
      let isKept = others.allSatisfy { other in
        var rest = other
        for codePoint in string[Int(depth)...] { rest = derivative(rest, by: codePoint) }
        return accepts(text, endingAt: rest)
      }
      if isKept { kept.append(index) }
    }
    return self.literals(strings, keeping: kept, depth: Int(depth))
  }

  /// The cost of the cheapest text that is sure to be in the language; nil where a short search finds none.
  private mutating func certainCost(of id: RegexID) throws(AutomatonError) -> Int32? {
    let certain = certain(id)
    let known = exactCosts[Int(certain.index)]
    if known >= 0 { return known < Self.unreachable ? known : nil }
    if undecided.contains(certain) { return nil }
    do throws(AutomatonError) {
      let cost = try search(from: certain, fuel: Self.searchFuel, steps: Self.certainSteps)
      return cost < Self.unreachable ? cost : nil
    } catch .fuelExhausted {
      undecided.insert(certain)
      return nil
    }
  }

  /// How many derivatives searches take: for a text that is sure, and for an ending.
  private static let certainSteps = 4_000
  private static let endingSteps = 8_000

  /// An ending that makes a text of the language of a beginning, of no more bytes than `completionCost` says; nil where
  /// none of those that were tried does. Where the language has none, that is sure.
  ///
  /// - Parameters:
  ///   - rest: what may follow the beginning.
  ///   - searches: whether to search, too, where what the predicates name is of no use.
  package mutating func ending(
    of beginning: String, _ rest: RegexID, searches: Bool = true
  ) throws(AutomatonError) -> String? {
    if rest == .none { return nil }
    if try certainCost(of: rest) != nil { return Self.text(try witness(of: certain(rest))) }
    var checks: Set<Int32> = []
    collectPredicates(rest, into: &checks)
    for check in checks.sorted() {
      for ending in predicates[Int(check)].endings(beginning) {
        var next = rest
        for scalar in ending.unicodeScalars {
          next = derivative(next, by: scalar.value)
          if next == .none { break }
        }
        try meter.spend(8, footprint: footprint)
        if accepts(beginning + ending, endingAt: next), Self.isShort(ending) { return ending }
      }
    }
    // A predicate alone has named all that would do.
    if !searches { return nil }
    if case .guarded(let check, _, _) = node(rest), !check.isNegated { return nil }
    return try shortEnding(of: beginning, rest)
  }

  /// Whether there is an ending as `ending` finds one.
  package mutating func canEnd(
    _ beginning: String, _ rest: RegexID, searches: Bool = true
  ) throws(AutomatonError) -> Bool {
    if rest == .none { return false }
    if try certainCost(of: rest) != nil { return true }
    return try ending(of: beginning, rest, searches: searches) != nil
  }

  private static func isShort(_ ending: String) -> Bool {
    ending.unicodeScalars.reduce(0) { $0 + CharacterCost.of($1.value) } <= guardedEnding
  }

  /// Looks among the shortest texts of the language above.
  private mutating func shortEnding(of beginning: String, _ rest: RegexID) throws(AutomatonError) -> String? {
    // By the cost of what has been added and of what the language above needs then.
    var open: [Int32: [(text: String, cost: Int32, rest: RegexID)]] = [0: [("", 0, rest)]]
    var seen: Set<RegexID> = []
    var steps = Self.endingSteps
    while let least = open.keys.min(), let candidate = open[least]?.popLast() {
      if open[least]!.isEmpty { open[least] = nil }
      if accepts(beginning + candidate.text, endingAt: candidate.rest) { return candidate.text }
      // Behind one text as behind another the predicate may say something else; one of each has to do.
      guard seen.insert(candidate.rest).inserted else { continue }
      let starts = classes(of: candidate.rest)
      steps -= starts.count
      if steps < 0 { return nil }
      try meter.spend(64, footprint: footprint)
      for index in starts.indices {
        let upper = index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF
        guard let member = Self.cheapestMember(from: starts[index], through: upper),
          let scalar = Unicode.Scalar(member)
        else { continue }
        let next = derivative(candidate.rest, class: index, representative: member)
        let cost = candidate.cost + CharacterCost.of(member)
        let left = try self.cost(of: next)
        if left == Self.unreachable || cost > Self.guardedEnding { continue }
        open[Self.sum(cost, left), default: []].append((candidate.text + String(scalar), cost, next))
      }
    }
    return nil
  }

  private func collectPredicates(_ id: RegexID, into checks: inout Set<Int32>) {
    guard hasGuard(id) else { return }
    switch node(id) {
    case .guarded(let check, _, _): checks.insert(check.predicate)
    case .alternation(let operands), .intersection(let operands):
      for operand in operands { collectPredicates(operand, into: &checks) }
    default: return
    }
  }
}
