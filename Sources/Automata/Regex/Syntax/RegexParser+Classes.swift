extension RegexParser {
  /// `[…]` or `[^…]`.
  mutating func characterClass() throws(RegexSyntaxError) -> CodePointSet {
    let start = position
    position += 1
    let negated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var sets = CodePointSet()
    while true {
      guard current != nil else { throw RegexSyntaxError(.unterminatedClass, at: start) }
      if take("]") { break }
      let atomStart = position
      let first = try classAtom()
      guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
        add(first, &ranges, &sets)
        continue
      }
      position += 1
      let second = try classAtom()
      if case .scalar(let low) = first, case .scalar(let high) = second {
        guard low <= high else { throw RegexSyntaxError(.classRangeReversed, at: atomStart) }
        ranges.append(low.value...high.value)
      } else {
        // Annex B: a range with a class such as \w at one end is the two and a hyphen.
        add(first, &ranges, &sets)
        add(.scalar("-"), &ranges, &sets)
        add(second, &ranges, &sets)
      }
    }
    let set = flags.folding(CodePointSet(ranges).union(sets))
    return negated ? set.complement : set
  }

  private func add(_ atom: ClassEscape, _ ranges: inout [ClosedRange<UInt32>], _ sets: inout CodePointSet) {
    switch atom {
    case .scalar(let scalar): ranges.append(scalar.value...scalar.value)
    case .set(let set): sets = sets.union(set)
    }
  }

  private mutating func classAtom() throws(RegexSyntaxError) -> ClassEscape {
    guard let scalar = current else { throw error(.unterminatedClass) }
    guard scalar == "\\" else {
      position += 1
      return .scalar(scalar)
    }
    if take("\\b") { return .scalar("\u{8}") }
    return try classEscape()
  }
}
