/// The kernels of a transformer, translated for one element type and one shape of attention heads. Every method enqueues
/// work and returns; counts of rows and positions lie in `StepRows` on the GPU, so that a graph may replay the work.
package final class ModelKernels: Sendable {
  package let device: CUDADevice
  package let element: DeviceElement
  package let heads: Int
  package let kvHeads: Int
  package let headDim: Int
  private let group: Int
  private let embedRows: Kernel
  private let rmsNormRows: Kernel
  private let swigluRows: Kernel
  private let addBias: Kernel
  private let randomFill: Kernel
  private let rotateAndStore: Kernel
  private let attendRows: Kernel
  private let combineSplits: Kernel
  /// By the most rows that each takes.
  private let gemv: [(rows: Int, plain: Kernel, swiglu: Kernel)]

  /// Query heads that one block of the attention kernel takes.
  private static let largestGroup = 8
  /// Threads of a block of the matrix–vector kernels: eight outputs.
  private static let gemvThreads = 256
  /// ATTEND_WARPS warps.
  private static let attendThreads = 256
  /// Positions that one block of the attention kernel goes through when a row is split.
  package static let splitLength = 256

  package init(
    _ element: DeviceElement, heads: Int, kvHeads: Int, headDim: Int, on device: CUDADevice
  ) throws(CUDAError) {
    precondition(heads % kvHeads == 0 && Self.supports(headDim: headDim), "\(heads)/\(kvHeads) heads of \(headDim)")
    group = min(heads / kvHeads, Self.largestGroup)
    let program = try KernelProgram(
      .model,
      macros: [element.macro, "HEAD_DIM=\(headDim)", "GROUP=\(group)", "PAGE=\(DeviceCache.pageTokens)"], on: device)
    embedRows = try program.kernel("embed")
    rmsNormRows = try program.kernel("rms_norm")
    swigluRows = try program.kernel("swiglu")
    addBias = try program.kernel("add_bias")
    randomFill = try program.kernel("fill_random")
    rotateAndStore = try program.kernel("rotate_and_store")
    attendRows = try program.kernel("attend")
    combineSplits = try program.kernel("combine")
    var gemv: [(rows: Int, plain: Kernel, swiglu: Kernel)] = []
    for rows in [1, 2] {
      gemv.append((rows, try program.kernel("gemv_\(rows)"), try program.kernel("gemv_swiglu_\(rows)")))
    }
    self.gemv = gemv
    self.device = device
    self.element = element
    self.heads = heads
    self.kvHeads = kvHeads
    self.headDim = headDim
  }

  /// Widths of a head that the kernels take.
  package static func supports(headDim: Int) -> Bool { headDim > 0 && headDim <= 256 && headDim % 16 == 0 }

  /// hidden [rows][width] in f32 = the rows of the embedding that the step's tokens name.
  package func embed(_ rows: StepRows, count: Int, _ embedding: DeviceMatrix, to hidden: DeviceBuffer) throws(CUDAError)
  {
    try embedRows.launch(
      blocks: (count, 1, 1), threads: 256, rows.tokens, .buffer(embedding.buffer), .buffer(hidden),
      .int(embedding.cols))
  }

  /// out [count][width] = x / rms * weight, of the rows whose logits are wanted when `places` are given.
  package func rmsNorm(
    _ x: DeviceBuffer, _ weight: DeviceBuffer, epsilon: Float, placesOf rows: StepRows? = nil, count: Int, width: Int,
    to out: DeviceBuffer
  ) throws(CUDAError) {
    try rmsNormRows.launch(
      blocks: (count, 1, 1), threads: min(1024, (width + 31) / 32 * 32), .buffer(x), .buffer(weight), .float(epsilon),
      rows?.places ?? .buffer(nil), .buffer(out), .int(width))
  }

  /// out [count][rows of W] in f32 = x Wᵀ, or += when `adding`; x [count][cols of W] in the element type. Of both, the rows
  /// from `first` on.
  package func multiply(
    _ x: DeviceBuffer, _ weights: DeviceMatrix, first: Int = 0, count: Int, adding: Bool = false, to out: DeviceBuffer
  ) throws(CUDAError) {
    let (from, to) = (first * weights.cols * element.size, first * weights.rows * 4)
    guard let kernel = gemvKernel(weights.cols, count) else {
      return try device.multiply(
        x.address + UInt64(from), weights.buffer.address, element, count: count, inputs: weights.cols,
        outputs: weights.rows, adding: adding, to: out.address + UInt64(to))
    }
    try kernel.plain.launch(
      blocks: (Self.gemvBlocks(weights.rows), 1, 1), threads: Self.gemvThreads, .buffer(weights.buffer),
      .buffer(x, offset: from), .buffer(out, offset: to), .int(weights.rows), .int(weights.cols), .int(count),
      .int(adding ? 1 : 0))
  }

  /// out [count][width] in the element type = silu(x Gᵀ) * (x Uᵀ), where `both` has the rows of G and then those of U.
  /// `scratch` holds [count][2 width] in f32. Of all, the rows from `first` on.
  package func multiplySwiGLU(
    _ x: DeviceBuffer, _ both: DeviceMatrix, first: Int = 0, count: Int, scratch: DeviceBuffer, to out: DeviceBuffer
  ) throws(CUDAError) {
    let width = both.rows / 2
    let target = KernelArgument.buffer(out, offset: first * width * element.size)
    if let kernel = gemvKernel(both.cols, count) {
      return try kernel.swiglu.launch(
        blocks: (Self.gemvBlocks(width), 1, 1), threads: Self.gemvThreads, .buffer(both.buffer),
        .buffer(x, offset: first * both.cols * element.size), target, .int(width), .int(both.cols), .int(count))
    }
    try multiply(x, both, first: first, count: count, to: scratch)
    try swiglu(scratch, width: width, first: first, count: count, to: out)
  }

  /// out [count][width] in the element type = silu(gate) * up of both [count][2 width] in f32. Of both, the rows from
  /// `first` on.
  package func swiglu(
    _ both: DeviceBuffer, width: Int, first: Int, count: Int, to out: DeviceBuffer
  ) throws(CUDAError) {
    try swigluRows.launch(
      blocks: ((width + 255) / 256, count, 1), threads: 256, .buffer(both, offset: first * 2 * width * 4),
      .buffer(out, offset: first * width * element.size), .int(width))
  }

  /// hidden [count][width] in f32 += bias.
  package func add(_ bias: DeviceBuffer, count: Int, width: Int, to hidden: DeviceBuffer) throws(CUDAError) {
    try addBias.launch(
      blocks: ((width + 255) / 256, count, 1), threads: 256, .buffer(bias), .buffer(hidden), .int(width))
  }

  /// Few rows are bound by the reading of the weights, which the own kernels do best; they read 16 bytes at a time.
  private func gemvKernel(_ inputs: Int, _ count: Int) -> (rows: Int, plain: Kernel, swiglu: Kernel)? {
    guard inputs % (16 / element.size) == 0 else { return nil }
    return gemv.first { count <= $0.rows }
  }

  private static func gemvBlocks(_ outputs: Int) -> Int { (outputs + gemvThreads / 32 - 1) / (gemvThreads / 32) }

  /// Splits qkv [count][(heads + 2 kvHeads) * headDim] in f32: queries, rotated, to `queries` [count][heads][headDim] in
  /// f32; keys, rotated, and values to the cache. `angles` are the cosines and sines [positions][headDim / 2]. Where there
  /// are `norms` [2][headDim], heads of queries and keys are normalised before that.
  package func store(
    _ qkv: DeviceBuffer, bias: DeviceBuffer?, norms: DeviceBuffer?, epsilon: Float, _ rows: StepRows, count: Int,
    angles: (cosines: DeviceBuffer, sines: DeviceBuffer),
    layer: Int, of cache: DeviceCache, queries: DeviceBuffer
  ) throws(CUDAError) {
    let offset = layer * cache.layerBytes
    try rotateAndStore.launch(
      blocks: (heads + 2 * kvHeads, count, 1), threads: headDim / 2, .buffer(qkv), .buffer(bias),
      .buffer(norms), .float(epsilon), rows.sequences(), rows.positions(), .buffer(rows.pages), .int(rows.pagesEach),
      .buffer(angles.cosines), .buffer(angles.sines), .buffer(queries), .buffer(cache.keys, offset: offset),
      .buffer(cache.values, offset: offset), .int(heads), .int(kvHeads))
  }

  /// Bytes of what the splits of a step's rows leave.
  package func splitBytes(rows: Int, splits: Int) -> (sums: Int, scales: Int) {
    (rows * heads * splits * headDim * 4, rows * heads * splits * 8)
  }

  /// out [count][heads][headDim] in the element type: causal attention of the step's rows from `first` on, each over the
  /// first positions of its sequence up to its own. With `splits` above 1, positions up to splits * splitLength are seen, and `partial`
  /// has room for `splitBytes`.
  package func attend(
    _ queries: DeviceBuffer, _ rows: StepRows, first: Int = 0, count: Int, layer: Int, of cache: DeviceCache,
    splits: Int, partial: (sums: DeviceBuffer, scales: DeviceBuffer), to out: DeviceBuffer
  ) throws(CUDAError) {
    let offset = layer * cache.layerBytes
    let target = KernelArgument.buffer(out, offset: first * heads * headDim * element.size)
    let chunks = (heads / kvHeads + group - 1) / group
    try attendRows.launch(
      blocks: (splits, kvHeads * chunks, count), threads: Self.attendThreads,
      .buffer(queries, offset: first * heads * headDim * 4), .buffer(cache.keys, offset: offset),
      .buffer(cache.values, offset: offset), rows.sequences(from: first), rows.positions(from: first),
      .buffer(rows.pages), .int(rows.pagesEach), .float(1 / Float(headDim).squareRoot()), target, .buffer(partial.sums),
      .buffer(partial.scales), .int(heads), .int(kvHeads), .int(Self.splitLength))
    guard splits > 1 else { return }
    try combineSplits.launch(
      blocks: (heads, count, 1), threads: headDim, .buffer(partial.sums), .buffer(partial.scales), target,
      .int(heads), .int(splits))
  }

  /// Fills a matrix with values spread evenly within (-scale, scale), for measurements.
  package func fillRandom(_ matrix: DeviceMatrix, scale: Float, seed: Int) throws(CUDAError) {
    try randomFill.launch(
      blocks: (4096, 1, 1), threads: 256, .buffer(matrix.buffer), .long(matrix.rows * matrix.cols), .float(scale),
      .int(seed))
  }
}
