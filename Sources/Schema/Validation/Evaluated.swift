/// Which members or items of an instance subschemas have evaluated, as `unevaluatedProperties` and `unevaluatedItems`
/// need it. One value serves for both: an instance has either members or items.
struct Evaluated: Sendable {
  /// By position among the members or items.
  private var marks: [UInt64] = []
  /// All members, or all items.
  private(set) var isComplete = false

  mutating func mark(_ position: Int) {
    let word = position / 64
    while marks.count <= word { marks.append(0) }
    marks[word] |= 1 << UInt64(position % 64)
  }

  mutating func markAll() { isComplete = true }

  func contains(_ position: Int) -> Bool {
    if isComplete { return true }
    let word = position / 64
    return word < marks.count && marks[word] & 1 << UInt64(position % 64) != 0
  }

  mutating func formUnion(_ other: Evaluated) {
    isComplete = isComplete || other.isComplete
    while marks.count < other.marks.count { marks.append(0) }
    for (word, bits) in other.marks.enumerated() { marks[word] |= bits }
  }
}
