/// The rows of a step, in memory that the GPU copies by itself: each is a token at a position of a sequence.
package final class StepRows: Sendable {
  package let capacity: Int
  package let sequences: Int
  /// Pages that a sequence may have.
  package let pagesEach: Int

  /// [4][capacity]: tokens, sequences and positions of rows, and the rows whose logits are wanted; one copy takes all.
  private let host: PinnedBuffer<Int32>
  private let buffer: DeviceBuffer
  private let pagesHost: PinnedBuffer<Int32>
  /// [sequences][pagesEach]
  let pages: DeviceBuffer

  package init(capacity: Int, sequences: Int, pagesEach: Int, on device: CUDADevice) throws(CUDAError) {
    host = try PinnedBuffer(count: 4 * capacity, zero: 0, on: device)
    buffer = try DeviceBuffer(bytes: 16 * capacity, on: device)
    pagesHost = try PinnedBuffer(count: sequences * pagesEach, zero: 0, on: device)
    pages = try DeviceBuffer(bytes: 4 * sequences * pagesEach, on: device)
    self.capacity = capacity
    self.sequences = sequences
    self.pagesEach = pagesEach
  }

  var tokens: KernelArgument { .buffer(buffer) }
  func sequences(from row: Int = 0) -> KernelArgument { .buffer(buffer, offset: 4 * (capacity + row)) }
  func positions(from row: Int = 0) -> KernelArgument { .buffer(buffer, offset: 4 * (2 * capacity + row)) }
  var places: KernelArgument { .buffer(buffer, offset: 12 * capacity) }

  /// The row's content.
  package func set(row: Int, token: Int32, sequence: Int, position: Int) {
    precondition(sequence >= 0 && sequence < sequences && position < pagesEach * DeviceCache.pageTokens)
    precondition(row >= 0 && row < capacity)
    host[row] = token
    host[capacity + row] = Int32(sequence)
    host[2 * capacity + row] = Int32(position)
  }

  /// Asks for the logits of a row, as number `place` of the step's.
  package func setLogits(_ place: Int, row: Int) { host[3 * capacity + place] = Int32(row) }

  /// Enqueues the copy of pages of a sequence, from its page `first` on. The device has been synchronised since those of
  /// this sequence were set last.
  package func setPages(ofSequence sequence: Int, from first: Int, to pages: ContiguousArray<Int32>) throws(CUDAError) {
    precondition(sequence >= 0 && sequence < sequences && first >= 0 && first + pages.count <= pagesEach)
    try pagesHost.upload(pages, at: sequence * pagesEach + first, to: self.pages)
  }

  /// Enqueues the copy of all rows. The host's side must not change before it ran.
  package func upload() throws(CUDAError) { try host.upload(host.count, to: buffer) }
}
