/// The merges of a byte-pair encoding: which two tokens join, at which rank, to which token.
///
/// An open-addressing hash table over pairs, at most half full: one look-up is one probe sequence in flat memory.
struct MergeTable: Sendable {
  struct Merge: Sendable, Hashable {
    /// Lower ranks merge first.
    let rank: UInt32
    let token: UInt32
  }

  /// Left token in the high half, right token in the low half.
  private var pairs: [UInt64]
  /// Beside each pair, rank in the high half and merged token in the low half.
  private var merges: [UInt64]
  /// The merged token of each rank.
  private(set) var tokens: [UInt32] = []
  private let mask: Int

  /// No token has the highest id, so this is no pair.
  private static let empty = UInt64.max

  init(capacity count: Int) {
    var capacity = 16
    while capacity < 2 * count { capacity *= 2 }
    pairs = Array(repeating: Self.empty, count: capacity)
    merges = Array(repeating: 0, count: capacity)
    mask = capacity - 1
    tokens.reserveCapacity(count)
  }

  /// Adds the merge of the next rank, at most as many as the capacity. A pair that comes again takes the later rank.
  mutating func append(_ left: UInt32, _ right: UInt32, to token: UInt32) {
    let slot = slot(of: Self.pair(left, right))
    pairs[slot] = Self.pair(left, right)
    merges[slot] = UInt64(tokens.count) << 32 | UInt64(token)
    tokens.append(token)
  }

  func merge(_ left: UInt32, _ right: UInt32) -> Merge? {
    let slot = slot(of: Self.pair(left, right))
    guard pairs[slot] != Self.empty else { return nil }
    return Merge(rank: UInt32(merges[slot] >> 32), token: UInt32(truncatingIfNeeded: merges[slot]))
  }

  private static func pair(_ left: UInt32, _ right: UInt32) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

  private func slot(of pair: UInt64) -> Int {
    // Fibonacci hashing; the high bits are the well mixed ones.
    var slot = Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) &>> 32) & mask
    while pairs[slot] != pair && pairs[slot] != Self.empty { slot = (slot + 1) & mask }
    return slot
  }
}
