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
    let (device, size) = (kernels.device, kernels.element.size)
    hidden = try DeviceBuffer(bytes: rows * config.hiddenSize * 4, on: device)
    normed = try DeviceBuffer(bytes: rows * config.hiddenSize * size, on: device)
    let width = max(config.queryWidth + 2 * config.kvWidth, 2 * config.intermediateSize)
    wide = try DeviceBuffer(bytes: rows * width * 4, on: device)
    queries = try DeviceBuffer(bytes: rows * config.queryWidth * 4, on: device)
    attended = try DeviceBuffer(bytes: rows * config.queryWidth * size, on: device)
    gated = try DeviceBuffer(bytes: rows * config.intermediateSize * size, on: device)
    let bytes = kernels.splitBytes(rows: sequences, splits: splits)
    partial = (try DeviceBuffer(bytes: bytes.sums, on: device), try DeviceBuffer(bytes: bytes.scales, on: device))
  }
}
