import Automata
import JSON

/// Facts about an object under way that its residual is judged by.
struct ObjectFacts {
  /// Keys that stand already, sorted.
  var seen: [KeyID]
  /// Position in the property order of the last key; -1 at the start.
  var last: Int32
  /// The order that members must keep; nil where any is allowed.
  var order: PropertyOrdering?

  /// Whether a key's turn is over.
  func isPast(_ key: KeyID) -> Bool { order.map { $0.position(key) <= last } ?? false }
}

extension FormulaSpace {
  /// The cost of what no value satisfies.
  static let unreachable = RegexAlgebra.unreachable
  /// Conditions inside of each other that are looked at for a shortest value.
  static let depthLimit = 512
  /// What the alternatives of one container may multiply to.
  static let cubeLimit = 4096

  /// Bytes of a shortest value that satisfies the condition, written compactly; `unreachable` when there is none.
  ///
  /// Knuth's generalisation of Dijkstra's algorithm, run as rounds of memoised recursion: a formula met while it is
  /// open counts with its cost of the round before, and rounds repeat until nothing falls.
  mutating func cost(of id: FormulaID) throws(SchemaError) -> Int32 {
    if let known = costs.settled[id] { return known }
    if costs.isSearching { return try visit(id) }
    costs.isSearching = true
    defer {
      costs.isSearching = false
      for id in costs.estimated.members { costs.provisional[id] = nil }
      costs.estimated.removeAll()
      costs.visited.removeAll()
      costs.open.removeAll()
    }
    repeat {
      costs.visited.removeAll()
      costs.metOpenFormula = false
      costs.hasChanged = false
      _ = try visit(id)
    } while costs.hasChanged && costs.metOpenFormula
    for visited in costs.visited.members { costs.settled[visited] = costs.provisional[visited] }
    return costs.settled[id]!
  }

  private mutating func visit(_ id: FormulaID) throws(SchemaError) -> Int32 {
    if let known = costs.settled[id] { return known }
    if !costs.visited.insert(id) {
      if costs.open.contains(id) { costs.metOpenFormula = true }
      return costs.provisional[id] ?? Self.unreachable
    }
    try spend(16)
    if costs.open.count >= Self.depthLimit { throw .depthLimit(Self.depthLimit) }
    costs.open.insert(id)
    let cost = try compute(id)
    costs.open.remove(id)
    if cost < costs.provisional[id] ?? Self.unreachable { costs.hasChanged = true }
    let least = min(cost, costs.provisional[id] ?? Self.unreachable)
    costs.provisional[id] = least
    costs.estimated.insert(id)
    return least
  }

  private mutating func compute(_ id: FormulaID) throws(SchemaError) -> Int32 {
    var best = Self.unreachable
    let literals = try literals(id)
    if !literals.isDisjoint(with: [.null, .true]) { best = 4 } else if literals.contains(.false) { best = 5 }
    let strings = try writtenStrings(id)
    best = min(best, Self.sum(try stringCost(strings, at: id), 2))
    best = min(best, try numberCost(try numbers(id), at: id))
    // The least that a container costs is its brackets.
    if best > 2 {
      best = min(best, Self.sum(1, try arrayCost(try arrays(id), count: 0, mustAdd: false)))
      let residual = try objects(id)
      let facts = ObjectFacts(seen: [], last: -1, order: try ordering(id, residual))
      best = min(best, Self.sum(1, try objectCost(residual, facts, mustAdd: false)))
    }
    return best
  }

  private mutating func stringCost(_ language: RegexID, at id: FormulaID) throws(SchemaError) -> Int32 {
    do throws(AutomatonError) {
      return try strings.regex.completionCost(of: language)
    } catch {
      throw SchemaError(error, at: location(of: id))
    }
  }

  private mutating func numberCost(_ set: NumberSet, at id: FormulaID) throws(SchemaError) -> Int32 {
    if set.isEmpty { return Self.unreachable }
    guard let start = numbers.start([NumberChoice(label: 0, set: set)]) else { return Self.unreachable }
    do throws(AutomatonError) {
      return Int32(clamping: try numbers.closing(start).count)
    } catch {
      throw SchemaError(error, at: location(of: id))
    }
  }

  static func sum(_ left: Int32, _ right: Int32) -> Int32 {
    if left == unreachable || right == unreachable { return unreachable }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? unreachable - 1 : sum
  }

  static func product(_ left: Int32, _ right: Int) -> Int32 {
    if right == 0 { return 0 }
    if left == unreachable { return unreachable }
    let (product, overflow) = Int64(left).multipliedReportingOverflow(by: Int64(right))
    return overflow || product >= Int64(unreachable) ? unreachable - 1 : Int32(product)
  }

  /// Bytes of a member: key, colon, value.
  mutating func memberCost(
    _ key: KeyID, _ rules: [Int32], _ names: [RegexID], also extra: [FormulaID] = []
  ) throws(SchemaError) -> Int32 {
    for language in names where !keys.matches(key, language, in: &strings.regex) { return Self.unreachable }
    var claims = extra
    for index in rules { claims.append(formula(of: key, in: index)) }
    let claim = and(claims)
    if key.isClass { return Self.sum(1, try cost(of: claim)) }
    return Self.sum(Self.sum(keys.cost(key), 1), try cost(of: claim))
  }

  /// The most members that are asked for by number only.
  static let memberLimit = 65_536

  /// Bytes of `count` members that nothing asks for by name.
  mutating func extraCost(
    _ count: Int, _ facts: ObjectFacts, _ missing: Set<KeyID>, _ absent: Set<KeyID>, _ rules: [Int32],
    _ names: [RegexID]
  ) throws(SchemaError) -> Int32 {
    if count > Self.memberLimit {
      throw .tooComplex(document.location(of: document.root), question: "\(count) members")
    }
    var costs: [Int32] = []
    var candidates: Set<KeyID> = []
    for index in rules { candidates.formUnion(self.rules[Int(index)].named.map(\.key)) }
    let ordered = Set(facts.order?.keys ?? [])
    candidates.formUnion(ordered)
    candidates.subtract(missing)
    candidates.subtract(facts.seen)
    candidates.subtract(absent)
    try spend(candidates.count)
    for key in candidates.sorted() where !facts.isPast(key) {
      let cost = try memberCost(key, rules, names)
      if cost < Self.unreachable { costs.append(cost) }
    }
    var patterns = Set(names)
    for index in rules { patterns.formUnion(self.rules[Int(index)].patterns.map(\.language)) }
    let taken = candidates.union(missing).union(facts.seen).union(absent).union(ordered).filter { !$0.isClass }
    for (key, language) in try keyClasses(patterns.sorted(), outside: taken.sorted()) {
      let member = try memberCost(key, rules, names)
      if member == Self.unreachable { continue }
      let wanted = count - costs.count
      if wanted <= 0 { break }
      // Names of this class that stand already may be any of the cheapest ones.
      let taken = facts.seen.count { $0 == key }
      costs += try keyCosts(language, wanted + taken).dropFirst(taken).map { Self.sum(Self.sum($0, 2), member) }
    }
    if costs.count < count { return Self.unreachable }
    return costs.sorted().prefix(count).reduce(0) { Self.sum($0, $1) }
  }

  /// Costs of up to `wanted` different names of a language; fewer when it has no more.
  mutating func keyCosts(_ language: RegexID, _ wanted: Int) throws(SchemaError) -> [Int32] {
    do throws(AutomatonError) {
      return try strings.regex.shortest(of: language, count: wanted)
    } catch {
      throw SchemaError(error, at: document.location(of: document.root))
    }
  }
}
