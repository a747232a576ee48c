/// A binary min-heap of expressions by cost.
struct CostHeap {
  private var entries: [(priority: Int32, id: RegexID)] = []

  mutating func push(_ id: RegexID, priority: Int32) {
    entries.append((priority, id))
    var child = entries.count - 1
    while child > 0, entries[child].priority < entries[(child - 1) / 2].priority {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> RegexID? {
    guard let first = entries.first else { return nil }
    let last = entries.removeLast()
    if entries.isEmpty { return first.id }
    entries[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < entries.count && entries[child].priority < entries[least].priority {
        least = child
      }
      if least == parent { return first.id }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
