/// Derivatives by classes of code points that behave alike.
extension RegexAlgebra {
  /// The language of what may follow `codePoint` in `id`.
  package mutating func derivative(_ id: RegexID, by codePoint: UInt32) -> RegexID {
    // A binary search finds it faster than the classes could be written down.
    if hasOnlyLiterals(id) { return compute(id, codePoint) }
    let starts = classes(of: id)
    let index = Self.classIndex(of: codePoint, in: starts)
    return derivative(id, class: index, representative: codePoint)
  }

  /// The derivative by the class with this index, of which `representative` is a member.
  mutating func derivative(_ id: RegexID, class index: Int, representative: UInt32) -> RegexID {
    let known = derivatives[Int(id.index)][index]
    if known >= 0 { return RegexID(index: known) }
    let result = compute(id, representative)
    derivatives[Int(id.index)][index] = result.index
    return result
  }

  /// First code points of the classes of `id`, ascending from 0. Surrogates belong to no string and to any class.
  mutating func classes(of id: RegexID) -> ContiguousArray<UInt32> {
    let known = classStarts[Int(id.index)]
    if !known.isEmpty { return known }
    var starts: ContiguousArray<UInt32>
    switch node(id) {
    case .none, .epsilon: starts = [0]
    case .set(let set): starts = Self.starts(of: set)
    case .concatenation(let left, let right):
      starts = classes(of: left)
      if isNullable(left) { starts = Self.merge(starts, classes(of: right)) }
    case .alternation(let operands), .intersection(let operands):
      starts = [0]
      for operand in operands { starts = Self.merge(starts, classes(of: operand)) }
    case .complement(let operand): starts = classes(of: operand)
    case .repetition(let operand, _, _): starts = classes(of: operand)
    case .named(let name): starts = classes(of: definition(name))
    case .patternText(let text): starts = text.classStarts
    case .guarded(_, let upper, let lower): starts = Self.merge(classes(of: upper), classes(of: lower))
    case .literals(let set, let lower, let upper, let depth):
      starts = nextClasses(set, Int(lower), Int(upper), Int(depth))
    }
    classStarts[Int(id.index)] = starts
    derivatives[Int(id.index)] = ContiguousArray(repeating: -1, count: starts.count)
    return starts
  }

  static func classIndex(of codePoint: UInt32, in starts: ContiguousArray<UInt32>) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= codePoint { low = middle } else { high = middle }
    }
    return low
  }

  private mutating func compute(_ id: RegexID, _ codePoint: UInt32) -> RegexID {
    switch node(id) {
    case .none, .epsilon: return .none
    case .set(let set): return set.contains(codePoint) ? .epsilon : .none
    case .concatenation(let left, let right):
      let first = concatenation(derivative(left, by: codePoint), right)
      return isNullable(left) ? alternation([first, derivative(right, by: codePoint)]) : first
    case .alternation(let operands): return alternation(operands.map { derivative($0, by: codePoint) })
    case .intersection(let operands): return intersection(operands.map { derivative($0, by: codePoint) })
    case .complement(let operand): return complement(derivative(operand, by: codePoint))
    case .repetition(let operand, let minimum, let maximum):
      let rest = repetition(operand, minimum: max(0, minimum - 1), maximum: maximum.map { $0 - 1 })
      return concatenation(derivative(operand, by: codePoint), rest)
    case .named(let name): return derivative(definition(name), by: codePoint)
    case .patternText(let text): return text.step(codePoint).map { patternText($0) } ?? .none
    case .guarded(let check, let upper, let lower):
      return guarded(check, derivative(upper, by: codePoint), derivative(lower, by: codePoint))
    case .literals(let set, let lower, let upper, let depth):
      let strings = literalSets[Int(set.index)]
      var first = Int(lower)
      if strings.strings[first].count == Int(depth) { first += 1 }
      let low = codePoint == 0 ? first : strings.upperBound(codePoint - 1, first, Int(upper), depth: Int(depth))
      let high = strings.upperBound(codePoint, low, Int(upper), depth: Int(depth))
      return literals(set, low, high, depth: Int(depth) + 1)
    }
  }

  /// Each code point that goes on with some string is a class of its own.
  private func nextClasses(_ set: LiteralSetID, _ lower: Int, _ upper: Int, _ depth: Int) -> ContiguousArray<UInt32> {
    let strings = literalSets[Int(set.index)]
    var starts: ContiguousArray<UInt32> = [0]
    var index = strings.strings[lower].count == depth ? lower + 1 : lower
    while index < upper {
      let value = strings.strings[index][depth]
      if starts.last != value { starts.append(value) }
      if value < 0x10FFFF { starts.append(value + 1) }
      index = strings.upperBound(value, index, upper, depth: depth)
    }
    return starts
  }

  private static func starts(of set: CodePointSet) -> ContiguousArray<UInt32> {
    var starts: ContiguousArray<UInt32> = [0]
    for range in set.ranges {
      if range.lowerBound > starts.last! { starts.append(range.lowerBound) }
      if range.upperBound < 0x10FFFF { starts.append(range.upperBound + 1) }
    }
    return starts
  }

  private static func merge(
    _ left: ContiguousArray<UInt32>, _ right: ContiguousArray<UInt32>
  ) -> ContiguousArray<UInt32> {
    if left.count == 1 { return right }
    if right.count == 1 { return left }
    var merged: ContiguousArray<UInt32> = []
    merged.reserveCapacity(left.count + right.count)
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let value: UInt32
      if j == right.count || (i < left.count && left[i] <= right[j]) {
        value = left[i]
        i += 1
      } else {
        value = right[j]
        j += 1
      }
      if merged.last != value { merged.append(value) }
    }
    return merged
  }
}
