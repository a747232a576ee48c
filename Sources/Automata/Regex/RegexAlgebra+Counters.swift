/// Languages that differ in nothing but how often something may come at most.
///
/// Unions, intersections, concatenations and repetitions grow with their operands: where every bound is raised, the
/// language grows, and where every bound is lowered, it shrinks. What a language with low bounds has in common with one
/// without any is so for all bounds in between.
extension RegexAlgebra {
  /// Bounds that take the place of higher ones. Few tokens repeat something eight times; some are runs of more than a
  /// hundred blanks.
  package static let lowBounds = [8, 32, 160]
  /// Bounds that are nearer to the least number stay as they are.
  private static let leastSpread = 8
  private static let noBound = Int32.max

  /// The language without its bounds; nil when it has none that could be lower.
  package mutating func withoutBounds(_ id: RegexID) -> RegexID? {
    let least = leastBound(id)
    if hasGuard(id) || least == Self.noBound || least < Self.lowBounds[0] { return nil }
    return withBounds(id, nil, level: 0)
  }

  /// The language with low bounds; nil when some bound of its own is lower.
  ///
  /// - Parameter level: an index of `lowBounds`.
  package mutating func withBounds(_ id: RegexID, level: Int) -> RegexID? {
    let bound = Self.lowBounds[level]
    return leastBound(id) < bound ? nil : withBounds(id, bound, level: level + 1)
  }

  private mutating func leastBound(_ id: RegexID) -> Int32 {
    if let known = leastBounds[id] { return known }
    var least = Self.noBound
    switch node(id) {
    // What stays as it is has none.
    case .none, .epsilon, .set, .complement, .named, .patternText, .guarded, .literals: break
    case .concatenation(let left, let right): least = min(leastBound(left), leastBound(right))
    case .alternation(let operands), .intersection(let operands):
      for operand in operands { least = min(least, leastBound(operand)) }
    case .repetition(let operand, let minimum, let maximum):
      least = leastBound(operand)
      if let maximum, maximum - minimum >= Self.leastSpread { least = min(least, Int32(clamping: maximum)) }
    }
    leastBounds[id] = least
    return least
  }

  private mutating func withBounds(_ id: RegexID, _ bound: Int?, level: Int) -> RegexID {
    if leastBound(id) == Self.noBound { return id }
    if let known = boundedForms[level][id] { return known }
    let result: RegexID
    switch node(id) {
    case .none, .epsilon, .set, .complement, .named, .patternText, .guarded, .literals: result = id
    case .concatenation(let left, let right):
      result = concatenation(withBounds(left, bound, level: level), withBounds(right, bound, level: level))
    case .alternation(var operands):
      for index in operands.indices { operands[index] = withBounds(operands[index], bound, level: level) }
      result = alternation(operands)
    case .intersection(var operands):
      for index in operands.indices { operands[index] = withBounds(operands[index], bound, level: level) }
      result = intersection(operands)
    case .repetition(let operand, let minimum, let maximum):
      let isBounded = maximum.map { $0 - minimum >= Self.leastSpread } ?? false
      result = repetition(
        withBounds(operand, bound, level: level), minimum: minimum,
        maximum: isBounded ? bound.map { max($0, minimum) } : maximum)
    }
    boundedForms[level][id] = result
    return result
  }
}
