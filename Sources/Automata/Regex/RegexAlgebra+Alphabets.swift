/// A quick proof that an intersection is empty: a part of it needs a code point that another part never has.
///
/// A search among derivatives finds that too, but goes through all that the other part may still be: `T` somewhere, say,
/// in what is left of a date behind its own.
extension RegexAlgebra {
  /// Nodes that one proof may look at.
  private static let proofLimit = 512
  /// Code points that an alphabet has at most: of larger ones hardly any part lacks what another one needs.
  private static let largestAlphabet = 4_096
  /// Ranges that they stand in at most: every node remembers its own.
  private static let alphabetRanges = 32
  /// Concatenations that may lie in one another.
  private static let alphabetDepth = 256

  /// Whether the parts of an intersection have no text in common for lack of code points. False says nothing.
  mutating func lacksCodePoints(_ id: RegexID) -> Bool {
    guard case .intersection(let operands) = node(id) else { return false }
    var common: CodePointSet?
    for operand in operands {
      guard let alphabet = alphabet(of: operand, depth: 0) else { continue }
      common = common.map { $0.intersection(alphabet) } ?? alphabet
    }
    guard let common else { return false }
    var known: [RegexID: Bool] = [:]
    return operands.contains { isEmpty($0, within: common, &known) }
  }

  /// Code points that the texts of a language may have, perhaps with some more; nil: many.
  private mutating func alphabet(of id: RegexID, depth: Int) -> CodePointSet? {
    switch node(id) {
    case .none, .epsilon: return CodePointSet()
    case .set(let set): return Self.small(set)
    case .complement, .named, .patternText, .guarded, .literals: return nil
    case .concatenation, .alternation, .intersection, .repetition: break
    }
    if let known = alphabets[id] { return known }
    if depth == Self.alphabetDepth { return nil }
    let result = computeAlphabet(of: id, depth: depth + 1).flatMap { Self.small($0) }
    alphabets[id] = .some(result)
    return result
  }

  private static func small(_ set: CodePointSet) -> CodePointSet? {
    set.ranges.count <= alphabetRanges && set.count <= largestAlphabet ? set : nil
  }

  private mutating func computeAlphabet(of id: RegexID, depth: Int) -> CodePointSet? {
    switch node(id) {
    case .concatenation(let first, let rest):
      guard let beginning = alphabet(of: first, depth: depth) else { return nil }
      return alphabet(of: rest, depth: depth).map { beginning.union($0) }
    case .alternation(let operands):
      var result = CodePointSet()
      for operand in operands {
        guard let alphabet = alphabet(of: operand, depth: depth) else { return nil }
        result = result.union(alphabet)
      }
      return result
    case .intersection(let operands):
      var result: CodePointSet?
      for operand in operands {
        guard let alphabet = alphabet(of: operand, depth: depth) else { continue }
        result = result.map { $0.intersection(alphabet) } ?? alphabet
      }
      return result
    case .repetition(let body, _, _): return alphabet(of: body, depth: depth)
    case .none, .epsilon, .set, .complement, .named, .patternText, .guarded, .literals:
      preconditionFailure("known at sight")
    }
  }

  /// Whether no text of a language has these code points only. False says nothing.
  private func isEmpty(_ id: RegexID, within alphabet: CodePointSet, _ known: inout [RegexID: Bool]) -> Bool {
    switch node(id) {
    case .none: return true
    case .epsilon, .complement, .named, .patternText, .guarded, .literals: return false
    case .set(let set): return set.intersection(alphabet).isEmpty
    case .concatenation, .alternation, .intersection, .repetition: break
    }
    if isNullable(id) { return false }
    if let known = known[id] { return known }
    if known.count == Self.proofLimit { return false }
    // What is under way counts as looked at.
    known[id] = false
    let result =
      switch node(id) {
      case .concatenation(let first, let rest):
        isEmpty(first, within: alphabet, &known) || isEmpty(rest, within: alphabet, &known)
      case .alternation(let operands): operands.allSatisfy { isEmpty($0, within: alphabet, &known) }
      case .intersection(let operands): operands.contains { isEmpty($0, within: alphabet, &known) }
      case .repetition(let body, _, _): isEmpty(body, within: alphabet, &known)
      case .none, .epsilon, .set, .complement, .named, .patternText, .guarded, .literals: false
      }
    known[id] = result
    return result
  }
}
