/// What is left of some strings of a sorted set that have their beginnings in common.
package struct LiteralRests {
  /// Code points of the whole strings, sorted.
  private let strings: [[UInt32]]
  private let numbers: [Int32]
  /// Which of the strings are meant.
  package let indices: Range<Int>
  /// Code points that have been read.
  private let depth: Int

  init(_ set: LiteralSet, _ indices: Range<Int>, depth: Int) {
    strings = set.strings
    numbers = set.numbers
    self.indices = indices
    self.depth = depth
  }

  /// What is left of a string.
  package subscript(index: Int) -> ArraySlice<UInt32> { strings[index][depth...] }

  /// The number of a string, in a set with numbers.
  package func number(_ index: Int) -> Int32 { numbers[index] }

  /// The string of which nothing is left.
  package var complete: Int? { strings[indices.lowerBound].count == depth ? indices.lowerBound : nil }

  /// The strings with at most so many code points left.
  package func forEachShort(_ limit: Int, _ body: (Int) -> Void) {
    for index in indices where strings[index].count - depth <= limit { body(index) }
  }

  /// Whether it is sure that not every character which takes one byte is left of some string.
  var hasFewCharacters: Bool {
    var count = 0
    for index in indices where strings[index].count == depth + 1 { count += 1 }
    return count < Self.shortCharacters
  }

  /// Fewer than the characters of one byte that a JSON string has.
  private static let shortCharacters = 64

  /// The strings among `range` whose code point behind `count` more than were read is in `characters`.
  func narrowed(_ range: Range<Int>, _ count: Int, _ characters: ClosedRange<UInt32>) -> Range<Int> {
    let low =
      characters.lowerBound == 0
      ? firstLonger(range, count) : upperBound(characters.lowerBound - 1, range, count)
    return low..<upperBound(characters.upperBound, low..<range.upperBound, count)
  }

  /// The first string of the range with more than `count` code points left; shorter ones come first.
  private func firstLonger(_ range: Range<Int>, _ count: Int) -> Int {
    !range.isEmpty && strings[range.lowerBound].count == depth + count ? range.lowerBound + 1 : range.lowerBound
  }

  private func upperBound(_ value: UInt32, _ range: Range<Int>, _ count: Int) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      let string = strings[middle]
      if string.count <= depth + count || string[depth + count] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Runs `body` for every character that strings of the range go on with behind `count` more code points, with the
  /// strings that do, until it says no.
  ///
  /// - Returns: whether `body` never said no.
  func forEachNext(_ range: Range<Int>, _ count: Int, _ body: (UInt32, Range<Int>) -> Bool) -> Bool {
    var index = firstLonger(range, count)
    while index < range.upperBound {
      let value = strings[index][depth + count]
      var end = index + 1
      // Few strings have much in common.
      while end < range.upperBound, end - index < 8, strings[end][depth + count] == value { end += 1 }
      if end - index == 8 { end = upperBound(value, end..<range.upperBound, count) }
      if !body(value, index..<end) { return false }
      index = end
    }
    return true
  }
}
