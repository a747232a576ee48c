/// Finds a token's id by its content: an open-addressing hash table over a `ByteTable`.
///
/// Complexity: one probe sequence a look-up, no allocation; the table is at most half full.
struct ContentIndex: Sendable {
  /// Position in the byte table plus one; 0 is an empty slot.
  private var slots: [UInt32]
  private let mask: Int

  /// Indexes the strings for which `isIncluded` holds. Of equal strings the first is kept.
  init(_ contents: ByteTable, where isIncluded: (Int) -> Bool) {
    var capacity = 16
    while capacity < 2 * contents.count { capacity *= 2 }
    mask = capacity - 1
    slots = Array(repeating: 0, count: capacity)
    for position in 0..<contents.count where isIncluded(position) {
      let range = contents.range(position)
      let slot = self.slot(of: contents.bytes.span.extracting(range), in: contents)
      if slots[slot] == 0 { slots[slot] = UInt32(position + 1) }
    }
  }

  func position(of content: Span<UInt8>, in contents: ByteTable) -> Int? {
    let found = slots[slot(of: content, in: contents)]
    return found == 0 ? nil : Int(found) - 1
  }

  /// Where the content stands, or the empty slot where it would.
  private func slot(of content: Span<UInt8>, in contents: ByteTable) -> Int {
    var slot = Int(truncatingIfNeeded: Self.hash(content)) & mask
    while slots[slot] != 0 {
      let range = contents.range(Int(slots[slot]) - 1)
      if Self.equal(content, contents.bytes.span.extracting(range)) { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  /// FNV-1a, 64 bits, with its high half folded in since the slot is taken from the low bits.
  private static func hash(_ content: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in content.indices { hash = (hash ^ UInt64(content[index])) &* 0x0000_0100_0000_01B3 }
    return hash ^ hash &>> 32
  }

  private static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }
}
