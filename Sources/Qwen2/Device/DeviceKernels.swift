import CUDABackend

/// The kernels of a model, with those for quantised weights where it has any.
struct DeviceKernels: Sendable {
  let model: ModelKernels
  private let quantized: QuantizedKernels?

  init(_ model: ModelKernels, for weights: Qwen2DeviceWeights) throws(CUDAError) {
    self.model = model
    let parts = (weights.matrices + [weights.embedding]).flatMap(\.parts)
    quantized = parts.isEmpty ? nil : try QuantizedKernels(model.element, for: parts, on: model.device)
  }

  /// hidden [rows][width] in f32 = the rows of the embedding that the step's tokens name.
  func embed(
    _ rows: StepRows, count: Int, _ embedding: DeviceWeights, to hidden: DeviceBuffer
  ) throws(CUDAError) {
    switch embedding {
    case .floats(let matrix): try model.embed(rows, count: count, matrix, to: hidden)
    case .quantized(let parts): try quantized!.embed(rows, count: count, parts[0], to: hidden)
    }
  }

  /// out [count][rows of W] in f32 = x Wᵀ, or += when `adding`. Of both, the rows from `first` on.
  func multiply(
    _ x: DeviceBuffer, _ weights: DeviceWeights, first: Int = 0, count: Int, adding: Bool = false, to out: DeviceBuffer
  ) throws(CUDAError) {
    switch weights {
    case .floats(let matrix):
      try model.multiply(x, matrix, first: first, count: count, adding: adding, to: out)
    case .quantized(let parts):
      var column = 0
      for part in parts {
        try quantized!.multiply(
          x, part, first: first, count: count, adding: adding, to: out, column: column, stride: weights.rows)
        column += part.rows
      }
    }
  }

  /// out [count][width] in the element type = silu(x Gᵀ) * (x Uᵀ), where `both` has G and U. `scratch` holds
  /// [count][2 width] in f32. Of all, the rows from `first` on.
  func multiplySwiGLU(
    _ x: DeviceBuffer, _ both: DeviceWeights, first: Int, count: Int, scratch: DeviceBuffer, to out: DeviceBuffer
  ) throws(CUDAError) {
    if case .floats(let matrix) = both {
      return try model.multiplySwiGLU(x, matrix, first: first, count: count, scratch: scratch, to: out)
    }
    try multiply(x, both, first: first, count: count, to: scratch)
    try model.swiglu(scratch, width: both.rows / 2, first: first, count: count, to: out)
  }
}
