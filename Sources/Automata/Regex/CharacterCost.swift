/// What a code point costs in a JSON string, in bytes: the unit of shortest completions.
package enum CharacterCost {
  /// Bytes of the shortest way to write the code point in a JSON string.
  package static func of(_ codePoint: UInt32) -> Int32 {
    switch codePoint {
    case 0x08, 0x09, 0x0A, 0x0C, 0x0D, 0x22, 0x5C: 2
    case 0..<0x20: 6
    case 0x20..<0x80: 1
    case 0x80..<0x800: 2
    case 0x800..<0x10000: 3
    default: 4
    }
  }

  /// The cheapest cost in a set that is not empty.
  static func cheapest(in set: CodePointSet) -> Int32 { of(cheapestMember(of: set)) }

  /// A code point of the set that costs least; letters before other characters, so that witnesses read well.
  static func cheapestMember(of set: CodePointSet) -> UInt32 {
    for candidates in [0x61...0x7A, 0x30...0x39, 0x41...0x5A, 0x20...0x7E] as [ClosedRange<UInt32>] {
      for value in candidates where set.contains(value) && of(value) == 1 { return value }
    }
    var best = set.ranges[0].lowerBound
    for range in set.ranges {
      for edge in [0x7F, 0x80, 0x08, 0x0A, 0x0C, 0x22, 0x5C, 0x800, 0x10000, range.lowerBound]
      where range.contains(edge) && of(edge) < of(best) {
        best = edge
      }
    }
    return best
  }
}
