/// Whether a language has a text at all, which is less than what the shortest one costs.
extension RegexAlgebra {
  /// Among the exact costs: unknown, but some.
  static let inhabited: Int32 = -2
  /// How many expressions are opened on the way straight ahead, before all ways are searched.
  private static let glanceFuel = 256
  /// Expressions that may lie in one another.
  private static let inhabitedDepth = 64

  /// Whether the language has a text.
  ///
  /// - Throws: `AutomatonError.fuelExhausted` when the answer is not found within the fuel of a search.
  package mutating func isInhabited(_ id: RegexID) throws(AutomatonError) -> Bool {
    try isInhabited(id, depth: 0)
  }

  private mutating func isInhabited(_ id: RegexID, depth: Int) throws(AutomatonError) -> Bool {
    if let known = knownToBeInhabited(id) { return known }
    let result = try computeInhabited(id, depth: depth)
    if exactCosts[Int(id.index)] < 0 { exactCosts[Int(id.index)] = result ? Self.inhabited : Self.unreachable }
    return result
  }

  private func knownToBeInhabited(_ id: RegexID) -> Bool? {
    let cost = exactCosts[Int(id.index)]
    if cost >= 0 { return cost != Self.unreachable }
    return cost == Self.inhabited ? true : nil
  }

  private mutating func computeInhabited(_ id: RegexID, depth: Int) throws(AutomatonError) -> Bool {
    if depth < Self.inhabitedDepth, !facts(id).hasGuard {
      switch node(id) {
      case .concatenation(let first, let rest):
        guard try isInhabited(first, depth: depth + 1) else { return false }
        return try isInhabited(rest, depth: depth + 1)
      case .alternation(let operands):
        if operands.contains(where: { knownToBeInhabited($0) == true }) { return true }
        for operand in operands where try isInhabited(operand, depth: depth + 1) { return true }
        return false
      default: break
      }
    }
    if let seen = try glance(from: id) { return seen }
    return try search(from: id, fuel: Self.searchFuel) != Self.unreachable
  }

  /// Goes the way that promises the nearest end, and back where it leads nowhere. Nil when that takes too long.
  private mutating func glance(from start: RegexID) throws(AutomatonError) -> Bool? {
    if lacksCodePoints(start) { return false }
    var seen: Set<RegexID> = [start]
    guard let ways = try waysOn(from: start) else { return true }
    /// The way here, and at each step of it the other ways on, the most promising last.
    var path = [(id: start, others: ways)]
    while let last = path.indices.last {
      guard let next = path[last].others.popLast() else {
        path.removeLast()
        continue
      }
      guard seen.insert(next).inserted else { continue }
      if seen.count > Self.glanceFuel { return nil }
      if lacksCodePoints(next) {
        exactCosts[Int(next.index)] = Self.unreachable
        continue
      }
      if let ways = try waysOn(from: next) {
        path.append((next, ways))
      } else {
        exactCosts[Int(next.index)] = Self.inhabited
        for step in path { exactCosts[Int(step.id.index)] = Self.inhabited }
        return true
      }
    }
    // All of it leads nowhere.
    for id in seen { exactCosts[Int(id.index)] = Self.unreachable }
    return false
  }

  /// The languages behind the first code point, the most promising last; nil when one of them has a text.
  private mutating func waysOn(from id: RegexID) throws(AutomatonError) -> [RegexID]? {
    try meter.spend(32, footprint: footprint)
    var ways: [RegexID] = []
    let starts = classes(of: id)
    for index in starts.indices {
      let upper = index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF
      guard let member = Self.cheapestMember(from: starts[index], through: upper) else { continue }
      let next = derivative(id, class: index, representative: member)
      switch knownToBeInhabited(next) {
      case true: return nil
      case false: continue
      case nil: if !ways.contains(next) { ways.append(next) }
      }
    }
    ways.sort { facts($0).lowerBound > facts($1).lowerBound }
    return ways
  }
}
