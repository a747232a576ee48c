/// Draws the tokens of a step on the GPU: one kernel applies mask, bias, penalties, temperature and truncation, and
/// samples. For equal logits and random numbers it takes the token that the CPU's sampler takes.
package final class DeviceSampler {
  package let pool: MaskPool
  private let device: CUDADevice
  private let vocabularySize: Int
  private let kernel: Kernel
  private let rowsHost: PinnedBuffer<SamplerRow>
  private let rows: DeviceBuffer
  private let entriesHost: PinnedBuffer<SamplerEntry>
  private let entries: DeviceBuffer
  private let tokensHost: PinnedBuffer<Int32>
  private let tokens: DeviceBuffer
  private let massesHost: PinnedBuffer<Float>
  private let masses: DeviceBuffer
  /// Most rows of a draw, and most biases and tokens of histories.
  package let limits: (rows: Int, entries: Int)

  /// - Parameters:
  ///   - rows: most rows of a step.
  ///   - entries: most biases and tokens of histories of a step.
  package init(
    vocabularySize: Int, maskWords: Int, rows: Int, entries: Int, masks: Int, on device: CUDADevice
  ) throws(CUDAError) {
    precondition(masks >= rows, "every row of a step may have its own mask")
    pool = try MaskPool(words: maskWords, capacity: masks, on: device)
    kernel = try KernelProgram(.sampler, on: device).kernel("sample")
    rowsHost = try PinnedBuffer(count: rows, zero: SamplerRow(), on: device)
    self.rows = try DeviceBuffer(bytes: rows * MemoryLayout<SamplerRow>.stride, on: device)
    entriesHost = try PinnedBuffer(count: entries, zero: SamplerEntry(token: 0, value: 0), on: device)
    self.entries = try DeviceBuffer(bytes: entries * MemoryLayout<SamplerEntry>.stride, on: device)
    tokensHost = try PinnedBuffer(count: rows, zero: -1, on: device)
    tokens = try DeviceBuffer(bytes: rows * 4, on: device)
    massesHost = try PinnedBuffer(count: rows, zero: 0, on: device)
    masses = try DeviceBuffer(bytes: rows * 4, on: device)
    limits = (rows, entries)
    self.device = device
    self.vocabularySize = vocabularySize
  }

  /// Sets a row, with its biases and its history, which lie in the step's entries from `firstEntry` on. Returns where the
  /// next row's may lie.
  ///
  /// - Parameter place: of its logits; nil for those of the same number.
  package func set(
    _ row: Int, _ parameters: SamplerRow, place: Int? = nil, biases: [SamplerEntry] = [],
    history: [SamplerEntry] = [], firstEntry: Int = 0
  ) -> Int {
    var parameters = parameters
    let middle = firstEntry + biases.count
    for (offset, entry) in biases.enumerated() { entriesHost[firstEntry + offset] = entry }
    for (offset, entry) in history.enumerated() { entriesHost[middle + offset] = entry }
    parameters.place = Int32(place ?? row)
    (parameters.biasBegin, parameters.biasEnd) = (Int32(firstEntry), Int32(middle))
    (parameters.historyBegin, parameters.historyEnd) = (Int32(middle), Int32(middle + history.count))
    rowsHost[row] = parameters
    return middle + history.count
  }

  /// Enqueues the draw of `count` rows from logits [places][vocabulary], which biases and penalties change in place, and
  /// the copy of the tokens and masked masses to the host.
  package func enqueue(_ logits: DeviceBuffer, count: Int, entries used: Int = 0) throws(CUDAError) {
    try rowsHost.upload(count, to: rows)
    if used > 0 { try entriesHost.upload(used, to: entries) }
    try kernel.launch(
      blocks: (count, 1, 1), threads: 1024, .buffer(logits), .buffer(pool.buffer), .int(pool.words),
      .buffer(rows),
      .buffer(entries), .buffer(entries), .buffer(tokens), .buffer(masses), .int(vocabularySize))
    try tokensHost.download(count, from: tokens)
    try massesHost.download(count, from: masses)
  }

  /// The tokens that the last draw took, nil where the mask allowed none. The device must be synchronised.
  package func token(_ row: Int) -> Int? {
    let token = Int(tokensHost[row])
    return token < 0 ? nil : token
  }

  /// The masked mass of the last draw, where the row asked for it. The device must be synchronised.
  package func maskedMass(_ row: Int) -> Double { Double(massesHost[row]) }
}
