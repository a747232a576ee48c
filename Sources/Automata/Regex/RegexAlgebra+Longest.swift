extension RegexAlgebra {
  /// Upper bounds on the strings of a language; nil: none is known.
  private struct Extent {
    /// Code points.
    var length: Int?
    /// Bytes of the widest code point in a JSON string.
    var width: Int
    var bytes: Int?

    static let unbounded = Extent(length: nil, width: CharacterCost.widest, bytes: nil)

    /// Bytes, by whichever of the bounds says less.
    var settled: Extent {
      guard let length else { return self }
      let (product, overflow) = length.multipliedReportingOverflow(by: width)
      if overflow { return self }
      return Extent(length: length, width: width, bytes: min(bytes ?? product, product))
    }
  }

  /// A bound on the bytes of the language's strings as they stand in JSON without needless escapes, quotes not counted.
  /// It may lie above the longest string where conditions meet; nil when the structure of the expression shows no bound.
  package func longest(of id: RegexID) -> Int? {
    var known: [RegexID: Extent] = [:]
    return extent(of: id, &known).bytes
  }

  private func extent(of id: RegexID, _ known: inout [RegexID: Extent]) -> Extent {
    if let extent = known[id] { return extent }
    var result: Extent
    switch node(id) {
    case .none, .epsilon: result = Extent(length: 0, width: 0, bytes: 0)
    case .set(let set): result = Extent(length: 1, width: CharacterCost.dearest(in: set), bytes: nil)
    case .concatenation:
      // Long chains lean to the right.
      result = Extent(length: 0, width: 0, bytes: 0)
      var rest = id
      while case .concatenation(let first, let next) = node(rest) {
        result = Self.sum(result, extent(of: first, &known))
        rest = next
      }
      result = Self.sum(result, extent(of: rest, &known))
    case .alternation(let operands):
      result = Extent(length: 0, width: 0, bytes: 0)
      for operand in operands {
        let other = extent(of: operand, &known)
        result = Extent(
          length: Self.both(result.length, other.length, max), width: max(result.width, other.width),
          bytes: Self.both(result.bytes, other.bytes, max))
      }
    case .intersection(let operands):
      result = .unbounded
      for operand in operands {
        let other = extent(of: operand, &known)
        result = Extent(
          length: Self.least(result.length, other.length), width: min(result.width, other.width),
          bytes: Self.least(result.bytes, other.bytes))
      }
    case .guarded(_, let upper, _): result = extent(of: upper, &known)
    case .complement, .named, .patternText: result = .unbounded
    case .repetition(let operand, _, let maximum):
      result = Self.product(extent(of: operand, &known), maximum)
    case .literals(let set, let lower, let upper, let depth):
      result = Extent(length: 0, width: 0, bytes: 0)
      for string in literalSets[Int(set.index)].strings[Int(lower)..<Int(upper)] {
        let rest = string.dropFirst(Int(depth))
        let widths = rest.map { Int(CharacterCost.of($0)) }
        result = Extent(
          length: max(result.length!, rest.count), width: max(result.width, widths.max() ?? 0),
          bytes: max(result.bytes!, widths.reduce(0, +)))
      }
    }
    result = result.settled
    known[id] = result
    return result
  }

  private static func sum(_ left: Extent, _ right: Extent) -> Extent {
    Extent(
      length: both(left.length, right.length) { $0.addingReportingOverflow($1) },
      width: max(left.width, right.width),
      bytes: both(left.bytes, right.bytes) { $0.addingReportingOverflow($1) })
  }

  private static func product(_ extent: Extent, _ count: Int?) -> Extent {
    if extent.length == 0 { return extent }
    return Extent(
      length: both(extent.length, count) { $0.multipliedReportingOverflow(by: $1) }, width: extent.width,
      bytes: both(extent.bytes, count) { $0.multipliedReportingOverflow(by: $1) })
  }

  private static func both(_ left: Int?, _ right: Int?, _ join: (Int, Int) -> Int) -> Int? {
    guard let left, let right else { return nil }
    return join(left, right)
  }

  private static func both(
    _ left: Int?, _ right: Int?, _ join: (Int, Int) -> (partialValue: Int, overflow: Bool)
  ) -> Int? {
    guard let left, let right else { return nil }
    let result = join(left, right)
    return result.overflow ? nil : result.partialValue
  }

  private static func least(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }
}

extension CharacterCost {
  /// Bytes of a control character as `\u001f`, the most that a code point takes.
  static let widest = 6

  /// The highest cost in a set that is not empty.
  static func dearest(in set: CodePointSet) -> Int {
    var most: Int32 = 1
    for range in set.ranges {
      most = max(most, of(range.lowerBound), of(range.upperBound))
      // Costs rise with the code point, but for the escapes.
      for value in [0x22, 0x5C] as [UInt32] where range.contains(value) { most = max(most, of(value)) }
      if range.lowerBound < 0x20 {
        for value in range.clamped(to: 0...0x1F) { most = max(most, of(value)) }
      }
    }
    return Int(most)
  }
}
