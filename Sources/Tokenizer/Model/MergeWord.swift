/// One piece while its tokens are being merged; reused from piece to piece.
///
/// Tokens are a linked list in which a merge takes its right token out. A binary heap gives the next merge: lowest
/// rank, then leftmost. Complexity: O(n log n) for n code points.
struct MergeWord: ~Copyable {
  private static let none: Int32 = -1
  /// Stands for a token that has been merged into its left neighbour.
  private static let merged = UInt32.max

  private var tokens: [UInt32] = []
  private var next: [Int32] = []
  private var previous: [Int32] = []
  /// A min-heap of rank in the high half and position of the left token in the low half.
  private var heap: [UInt64] = []

  mutating func removeAll() {
    tokens.removeAll(keepingCapacity: true)
    next.removeAll(keepingCapacity: true)
    previous.removeAll(keepingCapacity: true)
    heap.removeAll(keepingCapacity: true)
  }

  mutating func append(_ token: UInt32) { tokens.append(token) }

  /// Merges all that can be merged and appends the tokens that are left.
  mutating func merge(_ table: borrowing MergeTable, into ids: inout [TokenID]) {
    let count = tokens.count
    for position in 0..<count {
      next.append(position + 1 < count ? Int32(position + 1) : Self.none)
      previous.append(Int32(position) - 1)
    }
    for position in 0..<max(0, count - 1) { push(position, table) }

    while let entry = pop() {
      let left = Int(entry & 0xFFFF_FFFF)
      // The entry is stale when one of its two tokens has changed since, unless they still make the same token.
      guard tokens[left] != Self.merged, next[left] != Self.none else { continue }
      let right = Int(next[left])
      let token = table.tokens[Int(entry >> 32)]
      guard table.merge(tokens[left], tokens[right])?.token == token else { continue }

      tokens[left] = token
      tokens[right] = Self.merged
      next[left] = next[right]
      if next[left] != Self.none {
        previous[Int(next[left])] = Int32(left)
        push(left, table)
      }
      if previous[left] != Self.none { push(Int(previous[left]), table) }
    }
    var position = count == 0 ? Self.none : 0
    while position != Self.none {
      ids.append(TokenID(rawValue: tokens[Int(position)]))
      position = next[Int(position)]
    }
  }

  /// Notes the merge of the token at a position with its right neighbour, if there is one.
  private mutating func push(_ position: Int, _ table: borrowing MergeTable) {
    guard let merge = table.merge(tokens[position], tokens[Int(next[position])]) else { return }
    heap.append(UInt64(merge.rank) << 32 | UInt64(position))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child] < heap[parent] else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() -> UInt64? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < heap.count else { break }
      if least + 1 < heap.count, heap[least + 1] < heap[least] { least += 1 }
      guard heap[least] < heap[parent] else { break }
      heap.swapAt(least, parent)
      parent = least
    }
    return top
  }
}
