import CUDABackend

/// Scratch of a batch in the GPU's memory.
struct DeviceActivations {
  /// The residual stream, [rows][hidden] in f32.
  let hidden: DeviceBuffer
  /// A normalised copy, in the element type.
  let normed: DeviceBuffer
  /// Products in f32: queries, keys and values together, or the two halves of the gated layer.
  let wide: DeviceBuffer
  /// [rows][heads][headDim] in f32.
  let queries: DeviceBuffer
  /// The same in the element type, what the heads gathered.
  let attended: DeviceBuffer
  /// [rows][intermediate] in the element type.
  let gated: DeviceBuffer
  let partial: (sums: DeviceBuffer, scales: DeviceBuffer)

  init(_ config: Qwen2Config, _ kernels: ModelKernels, rows: Int, sequences: Int, splits: Int) throws(CUDAError) {
    func buffer(_ bytes: Int) throws(CUDAError) -> DeviceBuffer { try DeviceBuffer(bytes: bytes, on: kernels.device) }
    let widths = Self.widths(config, kernels.element)
    hidden = try buffer(rows * widths.hidden)
    normed = try buffer(rows * widths.normed)
    wide = try buffer(rows * widths.wide)
    queries = try buffer(rows * widths.queries)
    attended = try buffer(rows * widths.attended)
    gated = try buffer(rows * widths.gated)
    let bytes = kernels.splitBytes(rows: sequences, splits: splits)
    partial = (try buffer(bytes.sums), try buffer(bytes.scales))
  }

  /// Bytes of all.
  static func bytes(_ config: Qwen2Config, _ kernels: ModelKernels, rows: Int, sequences: Int, splits: Int) -> Int {
    let widths = widths(config, kernels.element)
    let split = kernels.splitBytes(rows: sequences, splits: splits)
    return rows
      * (widths.hidden + widths.normed + widths.wide + widths.queries + widths.attended + widths.gated)
      + split.sums + split.scales
  }

  /// Bytes of a row of each.
  private static func widths(
    _ config: Qwen2Config, _ element: DeviceElement
  ) -> (hidden: Int, normed: Int, wide: Int, queries: Int, attended: Int, gated: Int) {
    (
      hidden: config.hiddenSize * 4, normed: config.hiddenSize * element.size,
      wide: max(config.queryWidth + 2 * config.kvWidth, 2 * config.intermediateSize) * 4,
      queries: config.queryWidth * 4, attended: config.queryWidth * element.size,
      gated: config.intermediateSize * element.size
    )
  }
}
