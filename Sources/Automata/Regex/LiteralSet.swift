/// A finite set of strings as one expression: an enumeration of 100,000 values costs a binary search per character,
/// not a union of 100,000 concatenations.
struct LiteralSet: InternedKey {
  /// Code points of the strings, sorted, without duplicates.
  let strings: [[UInt32]]
  /// A number for each string that tells it from all other strings of sets that have numbers; empty in a set without.
  let numbers: [Int32]

  init(_ strings: some Sequence<String>) {
    var decoded = strings.map { Self.codePoints(of: $0) }
    decoded.sort { $0.lexicographicallyPrecedes($1) }
    var unique: [[UInt32]] = []
    unique.reserveCapacity(decoded.count)
    for string in decoded where unique.last != string { unique.append(string) }
    self.strings = unique
    numbers = []
  }

  static func codePoints(of string: String) -> [UInt32] {
    // ASCII has a code point a byte.
    let count = string.utf8.count
    let ascii = unsafe [UInt32](unsafeUninitializedCapacity: count) { room, written in
      for byte in string.utf8 where byte < 0x80 {
        unsafe room[written] = UInt32(byte)
        written += 1
      }
    }
    return ascii.count == count ? ascii : string.unicodeScalars.map(\.value)
  }

  /// - Parameters:
  ///   - sorted: code points of the strings, sorted, without duplicates.
  ///   - numbers: as many as strings, or none.
  init(sorted: [[UInt32]], numbers: [Int32] = []) {
    precondition(numbers.isEmpty || numbers.count == sorted.count)
    strings = sorted
    self.numbers = numbers
  }

  static func == (left: Self, right: Self) -> Bool {
    left.numbers == right.numbers && (!left.numbers.isEmpty || left.strings == right.strings)
  }

  /// What is left of strings behind `depth` code points, by their numbers; nil in a set without.
  func range(_ lower: Int, _ upper: Int, depth: Int) -> LiteralRange? {
    numbers.isEmpty ? nil : LiteralRange(numbers: numbers[lower..<upper], depth: depth)
  }

  /// Sets are many and alike: a few of their strings tell them apart.
  func mix(into mixer: inout KeyMixer) {
    mixer.add(strings.count)
    if strings.isEmpty { return }
    for index in [0, strings.count / 3, strings.count / 2, strings.count - 1] {
      mixer.add(strings[index].count)
      for codePoint in strings[index] { mixer.add(Int32(bitPattern: codePoint)) }
    }
  }

  /// Whether `rest` is what is left of one of the strings behind `depth` code points.
  func contains(_ rest: ArraySlice<UInt32>, in range: Range<Int>, depth: Int) -> Bool {
    var (low, high, depth) = (range.lowerBound, range.upperBound, depth)
    for codePoint in rest {
      if low < high, strings[low].count == depth { low += 1 }
      if codePoint > 0 { low = upperBound(codePoint - 1, low, high, depth: depth) }
      high = upperBound(codePoint, low, high, depth: depth)
      if low == high { return false }
      depth += 1
    }
    return strings[low].count == depth
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

/// Numbered strings that have their first `depth` code points in common.
struct LiteralRange: InternedKey {
  let numbers: ArraySlice<Int32>
  let depth: Int

  func mix(into mixer: inout KeyMixer) {
    mixer.add(Int32(truncatingIfNeeded: depth), Int32(truncatingIfNeeded: numbers.count))
    // Ranges of one set are told apart by their ends, and those that lack some of it by their count or their middle.
    if numbers.isEmpty { return }
    mixer.add(numbers[numbers.startIndex], numbers[numbers.endIndex - 1])
    mixer.add(numbers[numbers.startIndex + numbers.count / 2])
  }
}
