/// A finite set of strings as one expression: an enumeration of 100,000 values costs a binary search per character,
/// not a union of 100,000 concatenations.
struct LiteralSet: Hashable {
  /// Code points of the strings, sorted, without duplicates.
  let strings: [[UInt32]]

  init(_ strings: some Sequence<String>) {
    var decoded = strings.map { $0.unicodeScalars.map(\.value) }
    decoded.sort { $0.lexicographicallyPrecedes($1) }
    var unique: [[UInt32]] = []
    unique.reserveCapacity(decoded.count)
    for string in decoded where unique.last != string { unique.append(string) }
    self.strings = unique
  }

  /// - Parameter sorted: code points of the strings, sorted, without duplicates.
  init(sorted: [[UInt32]]) { strings = sorted }

  /// Sets are many and alike: a few of their strings tell them apart.
  func hash(into hasher: inout Hasher) {
    hasher.combine(strings.count)
    for index in [0, strings.count / 3, strings.count / 2, strings.count - 1] where index >= 0 && index < strings.count
    {
      hasher.combine(strings[index])
    }
  }

  /// The first index in `lower ..< upper` whose code point at `depth` is above `value`.
  func upperBound(_ value: UInt32, _ lower: Int, _ upper: Int, depth: Int) -> Int {
    var low = lower
    var high = upper
    while low < high {
      let middle = (low + high) / 2
      if strings[middle].count <= depth || strings[middle][depth] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
