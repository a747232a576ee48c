/// A set of Unicode scalar values, as sorted, disjoint ranges that do not touch.
///
/// Members are 0...0x10FFFF without the surrogates 0xD800...0xDFFF, which no decoded text can hold; a range that spans
/// them is split there.
package struct CodePointSet: Hashable, Sendable {
  /// In ascending order; between two neighbours lies at least one code point that is no member.
  package private(set) var ranges: [ClosedRange<UInt32>]

  private static let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
  private static let last: UInt32 = 0x10FFFF

  package init() { ranges = [] }

  /// Ranges in any order, overlapping or not; what lies outside the code space or in the surrogates is dropped.
  package init(_ ranges: some Sequence<ClosedRange<UInt32>>) {
    self.init(sorted: ranges.sorted { $0.lowerBound < $1.lowerBound })
  }

  package init(_ range: ClosedRange<UInt32>) { self.init(CollectionOfOne(range)) }
  package init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  /// Every scalar of `text`.
  package init(of text: String) { self.init(text.unicodeScalars.map { $0.value...$0.value }) }

  /// All scalars for which `isMember` holds; asks once for each of the 1,112,064 scalars.
  package init(where isMember: (Unicode.Scalar) -> Bool) {
    ranges = []
    var start: UInt32?
    for value in 0...Self.last + 1 {
      let belongs = Unicode.Scalar(value).map(isMember) ?? false
      if belongs, start == nil {
        start = value
      } else if !belongs, let first = start {
        ranges.append(first...value - 1)
        start = nil
      }
    }
  }

  /// The only member; nil when there are others, or none.
  var only: UInt32? {
    guard ranges.count == 1, ranges[0].count == 1 else { return nil }
    return ranges[0].lowerBound
  }

  private init(sorted: [ClosedRange<UInt32>]) {
    ranges = []
    ranges.reserveCapacity(sorted.count)
    for range in sorted where range.lowerBound <= Self.last {
      let range = range.clamped(to: 0...Self.last)
      if range.lowerBound < Self.surrogates.lowerBound {
        append(range.lowerBound...min(range.upperBound, Self.surrogates.lowerBound - 1))
      }
      if range.upperBound > Self.surrogates.upperBound {
        append(max(range.lowerBound, Self.surrogates.upperBound + 1)...range.upperBound)
      }
    }
  }

  /// Adds a range that starts no earlier than the last one; merges where they touch.
  private mutating func append(_ range: ClosedRange<UInt32>) {
    if let previous = ranges.last, range.lowerBound <= previous.upperBound + 1 {
      ranges[ranges.count - 1] = previous.lowerBound...max(previous.upperBound, range.upperBound)
    } else {
      ranges.append(range)
    }
  }

  package var isEmpty: Bool { ranges.isEmpty }

  /// How many scalars are members.
  package var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// O(log n) in the number of ranges.
  package func contains(_ value: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= value
  }

  package func contains(_ scalar: Unicode.Scalar) -> Bool { contains(scalar.value) }

  package func union(_ other: CodePointSet) -> CodePointSet {
    if other.isEmpty { return self }
    if isEmpty { return other }
    var merged: [ClosedRange<UInt32>] = []
    merged.reserveCapacity(ranges.count + other.ranges.count)
    var left = ranges[...]
    var right = other.ranges[...]
    while let first = left.first, let second = right.first {
      if first.lowerBound <= second.lowerBound {
        merged.append(first)
        left.removeFirst()
      } else {
        merged.append(second)
        right.removeFirst()
      }
    }
    return CodePointSet(sorted: merged + left + right)
  }

  package func intersection(_ other: CodePointSet) -> CodePointSet {
    var result = CodePointSet()
    var left = 0
    var right = 0
    while left < ranges.count, right < other.ranges.count {
      let first = ranges[left]
      let second = other.ranges[right]
      if first.overlaps(second) { result.ranges.append(first.clamped(to: second)) }
      if first.upperBound < second.upperBound { left += 1 } else { right += 1 }
    }
    return result
  }

  package func subtracting(_ other: CodePointSet) -> CodePointSet { intersection(other.complement) }

  /// All scalar values that are no members.
  package var complement: CodePointSet {
    var gaps: [ClosedRange<UInt32>] = []
    gaps.reserveCapacity(ranges.count + 1)
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.last { gaps.append(next...Self.last) }
    return CodePointSet(sorted: gaps)
  }
}
