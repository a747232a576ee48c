/// Finite sets of strings, and languages that lack one, that meet in an intersection or a union: together they are such a
/// set again. Conditions that say the same of some given strings are one expression then, and no derivative is taken to
/// see whether a string is left.
extension RegexAlgebra {
  /// Strings of which a merged set is made at most; with more, they stay apart.
  private static let mergedStrings = 1_024

  /// A finite set, or what lacks it, as an operand of an intersection.
  private struct Operand {
    let literals: RegexID
    let given: LiteralSet
    let range: Range<Int>
    let depth: Int
    /// Whether the operand is all strings but these.
    let isLacking: Bool

    func contains(_ rest: ArraySlice<UInt32>) -> Bool { given.contains(rest, in: range, depth: depth) }
    /// What comes before the rests.
    var beginning: ArraySlice<UInt32> { given.strings[range.lowerBound][..<depth] }
  }

  /// Puts the operands that have only given strings, or lack only those, into one where that can be written down.
  ///
  /// - Parameter isUnion: whether the operands are those of a union: it is what no operand lacks.
  mutating func mergeLiterals(_ operands: inout [RegexID], isUnion: Bool) {
    var merging: [Operand] = []
    for id in operands {
      if let operand = literalOperand(id, isUnion: isUnion) { merging.append(operand) }
    }
    if merging.count < 2 { return }
    let merged: RegexID
    if let base = Self.smallest(of: merging) {
      guard base.range.count <= Self.mergedStrings else { return }
      let kept = kept(of: base, by: merging.filter { $0.literals != base.literals || $0.isLacking })
      merged = isUnion ? complement(kept) : kept
    } else {
      guard let lacking = union(of: merging) else { return }
      merged = isUnion ? lacking : complement(lacking)
    }
    operands.removeAll { hasOnlyLiterals($0) }
    operands.append(merged)
  }

  /// - Parameter isUnion: whether the complement of the operand is meant.
  private func literalOperand(_ id: RegexID, isUnion: Bool) -> Operand? {
    var literals = id
    if case .complement(let lacking) = node(id) { literals = lacking }
    guard case .literals(let set, let lower, let upper, let depth) = node(literals) else { return nil }
    return Operand(
      literals: literals, given: literalSets[Int(set.index)], range: Int(lower)..<Int(upper), depth: Int(depth),
      isLacking: (literals != id) != isUnion)
  }

  /// The set with the fewest strings, among those with numbers where there are some.
  private static func smallest(of operands: [Operand]) -> Operand? {
    var best: Operand?
    for operand in operands where !operand.isLacking {
      guard let known = best else {
        best = operand
        continue
      }
      let (isNumbered, wasNumbered) = (!operand.given.numbers.isEmpty, !known.given.numbers.isEmpty)
      if isNumbered != wasNumbered ? isNumbered : operand.range.count < known.range.count { best = operand }
    }
    return best
  }

  /// The strings of a set that all other operands have.
  private mutating func kept(of base: Operand, by others: [Operand]) -> RegexID {
    let kept = base.range.filter { index in
      let rest = base.given.strings[index][base.depth...]
      return others.allSatisfy { $0.contains(rest) != $0.isLacking }
    }
    return kept.count == base.range.count ? base.literals : literals(base.given, keeping: kept, depth: base.depth)
  }

  /// The strings of all sets; nil where they are rests of different beginnings, or too many.
  private mutating func union(of operands: [Operand]) -> RegexID? {
    let first = operands[0]
    var strings: [(codePoints: [UInt32], number: Int32)] = []
    for operand in operands {
      guard operand.given.numbers.isEmpty == first.given.numbers.isEmpty, operand.beginning == first.beginning,
        strings.count + operand.range.count <= Self.mergedStrings
      else { return nil }
      for index in operand.range {
        strings.append((operand.given.strings[index], operand.given.numbers.isEmpty ? 0 : operand.given.numbers[index]))
      }
    }
    strings.sort { $0.codePoints.lexicographicallyPrecedes($1.codePoints) }
    var unique: [(codePoints: [UInt32], number: Int32)] = []
    for string in strings where unique.last?.codePoints != string.codePoints { unique.append(string) }
    let numbers = first.given.numbers.isEmpty ? [] : unique.map(\.number)
    let set = LiteralSet(sorted: unique.map(\.codePoints), numbers: numbers)
    return literals(intern(literals: set), 0, unique.count, depth: first.depth)
  }
}
