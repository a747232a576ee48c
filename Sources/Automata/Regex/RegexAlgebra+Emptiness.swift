/// Shortest strings: whether a language is empty, and what it costs to finish.
extension RegexAlgebra {
  /// How many expressions a search may open before it gives up.
  static let searchFuel = 100_000

  /// Cost in JSON bytes (quotes not counted) of the shortest string of the language; `unreachable` when it is empty.
  ///
  /// Structural where no intersection or complement is involved. Otherwise A* over derivatives, guided by the
  /// structural lower bound, so that Σ{1000,} ∩ [a-z]* walks straight to its end.
  /// - Throws: `AutomatonError.fuelExhausted` when the answer is not found within the fuel.
  package mutating func cost(of id: RegexID) throws(AutomatonError) -> Int32 {
    let known = exactCosts[Int(id.index)]
    if known >= 0 { return known }
    return try search(from: id, fuel: Self.searchFuel)
  }

  /// - Parameters:
  ///   - fuel: how many expressions are opened.
  ///   - steps: how many derivatives are taken.
  mutating func search(from start: RegexID, fuel: Int, steps: Int = .max) throws(AutomatonError) -> Int32 {
    if lacksCodePoints(start) {
      exactCosts[Int(start.index)] = Self.unreachable
      return Self.unreachable
    }
    var steps = steps
    var open = CostHeap()
    var distance: [RegexID: Int32] = [start: 0]
    var parent: [RegexID: RegexID] = [:]
    var closed: Set<RegexID> = []
    open.push(start, priority: facts(start).lowerBound)
    while let id = open.pop() {
      if !closed.insert(id).inserted { continue }
      if closed.count > fuel { throw .fuelExhausted(.emptiness) }
      try meter.spend(32, footprint: footprint)
      let reached = distance[id]!
      let rest = exactCosts[Int(id.index)]
      if rest >= 0, rest != Self.unreachable {
        // The heap's order makes this the cheapest end; every expression on the path now knows its cost.
        let total = Self.sum(reached, rest)
        var step: RegexID? = id
        while let current = step {
          exactCosts[Int(current.index)] = total - distance[current]!
          step = parent[current]
        }
        return total
      }
      if rest == Self.unreachable { continue }
      let starts = classes(of: id)
      steps -= starts.count
      if steps < 0 { throw .fuelExhausted(.emptiness) }
      for index in starts.indices {
        let upper = index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF
        guard let member = Self.cheapestMember(from: starts[index], through: upper) else { continue }
        let next = derivative(id, class: index, representative: member)
        let bound = exactCosts[Int(next.index)] >= 0 ? exactCosts[Int(next.index)] : facts(next).lowerBound
        if bound == Self.unreachable { continue }
        let length = Self.sum(reached, CharacterCost.of(member))
        if let known = distance[next] {
          if known <= length { continue }
        } else if exactCosts[Int(next.index)] < 0, lacksCodePoints(next) {
          exactCosts[Int(next.index)] = Self.unreachable
          continue
        }
        distance[next] = length
        parent[next] = id
        closed.remove(next)
        open.push(next, priority: Self.sum(length, bound))
      }
    }
    // Everything that was opened leads nowhere.
    for id in closed { exactCosts[Int(id.index)] = Self.unreachable }
    return Self.unreachable
  }

  /// A code point of a class that costs least; nil when the class holds only surrogates.
  static func cheapestMember(from lower: UInt32, through upper: UInt32) -> UInt32? {
    if lower < upper, let candidate = cheapest.first(where: { $0 >= lower && $0 <= upper }) {
      return CharacterCost.of(lower) < CharacterCost.of(candidate) ? lower : candidate
    }
    if lower >= 0xD800, lower <= 0xDFFF { return upper > 0xDFFF ? 0xE000 : nil }
    return lower
  }

  /// In the order of their cost.
  private static let cheapest: ContiguousArray<UInt32> = [
    0x61, 0x30, 0x41, 0x20, 0x23, 0x5D, 0x7F, 0x80, 0x08, 0x0A, 0x0C, 0x22, 0x5C, 0x800, 0xE000, 0x10000,
  ]

  /// A shortest string of a language that is not empty, as code points.
  package mutating func witness(of id: RegexID) throws(AutomatonError) -> [UInt32] {
    var id = id
    var text: [UInt32] = []
    var left = try cost(of: id)
    if left == Self.unreachable { return [] }
    while left > 0 {
      try meter.spend(16, footprint: footprint + text.count)
      let starts = classes(of: id)
      var best: (member: UInt32, next: RegexID, left: Int32)?
      for index in starts.indices {
        let upper = index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF
        guard let member = Self.cheapestMember(from: starts[index], through: upper) else { continue }
        let next = derivative(id, class: index, representative: member)
        if facts(next).lowerBound > left - CharacterCost.of(member) { continue }
        let rest = try cost(of: next)
        if rest == left - CharacterCost.of(member) {
          best = (member, next, rest)
          break
        }
      }
      guard let best else { throw .fuelExhausted(.emptiness) }
      text.append(best.member)
      id = best.next
      left = best.left
    }
    return text
  }

  /// Costs of `count` different strings of a language, cheap ones first; fewer when it has no more.
  ///
  /// - Throws: `AutomatonError.fuelExhausted`.
  package mutating func shortest(of id: RegexID, count: Int) throws(AutomatonError) -> [Int32] {
    var found: [Int32] = []
    // Breadth-first by cost over the languages that are left; each entry stands for `ways` strings.
    var open: [Int32: [RegexID: Int]] = [0: [id: 1]]
    var steps = 0
    while found.count < count, let cost = open.keys.min(), let level = open.removeValue(forKey: cost) {
      for (rest, ways) in level {
        steps += 1
        if steps > Self.searchFuel { throw .fuelExhausted(.emptiness) }
        try meter.spend(32, footprint: footprint)
        if isNullable(rest) {
          found.append(contentsOf: repeatElement(cost, count: min(ways, count - found.count)))
          if found.count == count { return found }
        }
        let starts = classes(of: rest)
        for index in starts.indices {
          let upper = index + 1 < starts.count ? starts[index + 1] - 1 : 0x10FFFF
          guard let member = Self.cheapestMember(from: starts[index], through: upper) else { continue }
          let next = derivative(rest, class: index, representative: member)
          if try self.cost(of: next) == Self.unreachable { continue }
          // The most expensive member bounds the cost of all of them from above.
          let characters = Int(upper - starts[index]) + 1
          let dearest = max(CharacterCost.of(member), CharacterCost.of(min(upper, 0x10FFFF)), characters > 1 ? 6 : 0)
          let (product, overflow) = ways.multipliedReportingOverflow(by: min(characters, count))
          open[Self.sum(cost, dearest), default: [:]][next, default: 0] += overflow ? count : min(product, count)
        }
      }
    }
    return found
  }
}
