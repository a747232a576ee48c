/// Masks in a GPU's memory, each uploaded once: a step names them by number.
///
/// A mask is known by its content, and found sooner by the storage that it shares with the one that was uploaded, which
/// the pool keeps alive. When the pool is full, the mask that was not asked for the longest makes room.
package final class MaskPool {
  /// Words of 32 bits of a mask.
  package let words: Int
  package let capacity: Int
  let buffer: DeviceBuffer
  private let staging: PinnedBuffer<UInt32>
  private var slots: [ContiguousArray<UInt32>: Int] = [:]
  private var content: [ContiguousArray<UInt32>?]
  private var lastUse: [Int]
  private var places: [UInt: Int] = [:]
  private var clock = 0
  /// Masks that were copied to the GPU.
  package private(set) var uploads = 0

  package init(words: Int, capacity: Int, on device: CUDADevice) throws(CUDAError) {
    precondition(words > 0 && capacity > 0)
    buffer = try DeviceBuffer(bytes: capacity * words * 4, on: device)
    staging = try PinnedBuffer(count: capacity * words, zero: 0, on: device)
    content = Array(repeating: nil, count: capacity)
    lastUse = Array(repeating: 0, count: capacity)
    self.words = words
    self.capacity = capacity
  }

  /// The number of a mask, whose copy is enqueued when it is new. The masks of one step, at most `capacity`, keep their
  /// numbers until `beginStep`.
  package func slot(of mask: ContiguousArray<UInt32>) throws(CUDAError) -> Int {
    precondition(mask.count == words, "a mask of \(mask.count) words in a pool of \(words)")
    let place = unsafe mask.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    if let slot = places[place] {
      lastUse[slot] = clock
      return slot
    }
    if let slot = slots[mask] {
      lastUse[slot] = clock
      return slot
    }
    let slot = content.firstIndex { $0 == nil } ?? lastUse.indices.min { lastUse[$0] < lastUse[$1] }!
    precondition(content[slot] == nil || lastUse[slot] < clock, "more masks in a step than the pool holds")
    if let old = content[slot] {
      slots[old] = nil
      unsafe old.withUnsafeBufferPointer { places[UInt(bitPattern: $0.baseAddress)] = nil }
    }
    content[slot] = mask
    slots[mask] = slot
    places[place] = slot
    lastUse[slot] = clock
    uploads += 1
    try staging.upload(mask, at: slot * words, to: buffer)
    return slot
  }

  /// Begins a step: what ran before is done, and its masks may make room.
  package func beginStep() { clock += 1 }
}
