/// Languages that no beginning leads out of.
extension RegexAlgebra {
  /// Whether it is sure that every string is the beginning of infinitely many strings of the language.
  ///
  /// So it is with Σ*, with patterns that are searched anywhere, and with all names but a few. False where that is not
  /// seen at once.
  package mutating func isDense(_ id: RegexID) throws(AutomatonError) -> Bool {
    if let known = densities[id] { return known }
    let result = try computeDensity(id)
    densities[id] = result
    return result
  }

  private mutating func computeDensity(_ id: RegexID) throws(AutomatonError) -> Bool {
    if id == .anything { return true }
    switch node(id) {
    case .repetition(let operand, _, nil): return operand == Self.anyCodePoint
    case .complement(let operand): return isFinite(operand)
    case .concatenation(let left, let right):
      if isNullable(left), try isDense(right) { return true }
      guard try isDense(left) else { return false }
      return try isInhabited(right)
    case .alternation(let operands):
      for operand in operands where try isDense(operand) { return true }
      return false
    case .intersection(let operands):
      // Finitely many strings less, or only the long ones: of infinitely many strings infinitely many remain.
      var others = 0
      for operand in operands where !isCoarse(operand) {
        others += 1
        if others > 1 { return false }
        guard try isDense(operand) else { return false }
      }
      return true
    default: return false
    }
  }

  /// Whether it is sure that the language lacks finitely many strings only.
  package func isCofinite(_ id: RegexID) -> Bool {
    if case .complement(let operand) = node(id) { isFinite(operand) } else { id == .anything }
  }

  private func isCoarse(_ id: RegexID) -> Bool {
    switch node(id) {
    case .complement(let operand): isFinite(operand)
    case .repetition(let operand, _, nil): operand == Self.anyCodePoint
    default: false
    }
  }

  /// Whether it is sure that the language has finitely many strings.
  func isFinite(_ id: RegexID) -> Bool {
    switch node(id) {
    case .none, .epsilon, .set, .literals: true
    case .concatenation(let left, let right): isFinite(left) && isFinite(right)
    case .alternation(let operands): operands.allSatisfy { isFinite($0) }
    case .intersection(let operands): operands.contains { isFinite($0) }
    case .repetition(let operand, _, let maximum): maximum != nil && isFinite(operand)
    case .guarded(_, let upper, _): isFinite(upper)
    case .complement, .named, .patternText: false
    }
  }

  /// The most code points of a string when the language is all strings from some length to another, `Int.max` without
  /// end; nil for other languages.
  package func lengthLimit(_ id: RegexID) -> Int? {
    switch node(id) {
    case .epsilon: 0
    case .set(.all): 1
    case .repetition(Self.anyCodePoint, _, let maximum): maximum ?? Int.max
    default: nil
    }
  }

  /// The code points of the strings when the language is all strings whose length lies in a range; nil for others.
  package func lengths(_ id: RegexID) -> ClosedRange<Int>? {
    switch node(id) {
    case .set(.all): 1...1
    case .repetition(Self.anyCodePoint, let minimum, let maximum): minimum...(maximum ?? Int.max)
    default: nil
    }
  }

  /// An intersection with a bound on the length, or more characters of a set than a token has: the language without the
  /// bound, and the bound in code points; nil for others.
  mutating func withoutLengthLimit(_ id: RegexID) -> (language: RegexID, limit: Int)? {
    if case .repetition(let operand, let minimum, let limit?) = node(id), case .set = node(operand),
      operand != Self.anyCodePoint, limit >= Self.lowBounds.last!
    {
      return (repetition(operand, minimum: minimum, maximum: nil), limit)
    }
    guard !hasGuard(id), case .intersection(var operands) = node(id) else { return nil }
    for (index, operand) in operands.enumerated() {
      guard case .repetition(Self.anyCodePoint, let minimum, let limit?) = node(operand) else { continue }
      operands[index] = repetition(Self.anyCodePoint, minimum: minimum, maximum: nil)
      return (intersection(operands), limit)
    }
    return nil
  }

  /// Σ, the set of all code points.
  static var anyCodePoint: RegexID { RegexID(index: 3) }
}
