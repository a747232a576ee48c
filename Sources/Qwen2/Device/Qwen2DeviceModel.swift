package import CPUBackend
package import CUDABackend
package import Tensors

/// A Qwen2 model in a GPU's memory, with immutable weights.
package final class Qwen2DeviceModel: LanguageModel {
  package let config: Qwen2Config
  package let endTokens: [Int32]
  package let device: CUDADevice
  let kernels: DeviceKernels
  let weights: Qwen2DeviceWeights
  /// Rotary cosines and sines, [maximumPositions][headDim / 2].
  let angles: (cosines: DeviceBuffer, sines: DeviceBuffer)

  /// Loads a Hugging Face directory. Quantised weights stay what they are; activations have the type of the embedding, or
  /// are bf16 where that is quantised too.
  ///
  /// - Parameters:
  ///   - backend: the processor, which prepares the weights.
  ///   - quantization: what the matrices of a model in floats are rounded to; nil leaves them.
  package convenience init(
    directory: String, _ backend: CPUBackend, quantization: Quantization.Element? = nil, on device: CUDADevice
  ) throws(ModelError) {
    try self.init(ModelSource(directory: directory, rounding: quantization.map { ($0, backend) }), backend, device)
  }

  /// Loads a GGUF file, in the same way.
  package convenience init(gguf file: GGUFFile, _ backend: CPUBackend, on device: CUDADevice) throws(ModelError) {
    try self.init(ModelSource(gguf: file), backend, device)
  }

  private init(_ source: ModelSource, _ backend: CPUBackend, _ device: CUDADevice) throws(ModelError) {
    config = source.config
    endTokens = source.endTokens
    weights = try Qwen2DeviceWeights(source.weights, config, backend, on: device)
    let kernels = try Self.kernels(config, weights.element, device)
    let weights = weights
    self.kernels = try onDevice { () throws(CUDAError) in try DeviceKernels(kernels, for: weights) }
    angles = try Self.angles(config, device)
    self.device = device
  }

  /// A model of a shape with random weights, for measurements.
  ///
  /// - Parameter rounding: what its matrices are held in, nil for the element type.
  package init(
    random config: Qwen2Config, _ element: DeviceElement, rounding: Quantization.Element? = nil, on device: CUDADevice
  ) throws(ModelError) {
    let kernels = try Self.kernels(config, element, device)
    let weights = try onDevice { () throws(CUDAError) in
      try Qwen2DeviceWeights(random: config, element, rounding.map { WeightForms($0) }, kernels)
    }
    angles = try Self.angles(config, device)
    self.kernels = try onDevice { () throws(CUDAError) in try DeviceKernels(kernels, for: weights) }
    self.weights = weights
    self.config = config
    self.device = device
    endTokens = config.endTokens
  }

  /// The type of its weights and activations.
  package var element: DeviceElement { weights.element }

  package var bytesPerStep: Int { weights.bytes }

  package var isFloat32: Bool { element == .f32 }

  package var pageBytes: Int {
    config.layers * 2 * config.kvHeads * config.headDim * DeviceCache.pageTokens * element.size
  }

  package func makeBatch(_ size: BatchSize) throws(ModelError) -> any ModelBatch { try Qwen2DeviceBatch(self, size) }

  /// Pages that a cache can have on the GPU now, beside what else a batch takes; a tenth of the memory that is free is left
  /// to others.
  package func roomForPages(_ size: BatchSize) throws(ModelError) -> Int {
    let free = try onDevice { () throws(CUDAError) in try device.freeMemory() }
    return max(0, (free - free / 10 - Qwen2DeviceBatch.workBytes(config, kernels.model, size)) / pageBytes)
  }

  private static func kernels(
    _ config: Qwen2Config, _ element: DeviceElement, _ device: CUDADevice
  ) throws(ModelError) -> ModelKernels {
    guard ModelKernels.supports(headDim: config.headDim) else { throw .unsupportedHeadWidth(config.headDim) }
    return try onDevice { () throws(CUDAError) in
      try ModelKernels(element, heads: config.heads, kvHeads: config.kvHeads, headDim: config.headDim, on: device)
    }
  }

  private static func angles(
    _ config: Qwen2Config, _ device: CUDADevice
  ) throws(ModelError) -> (cosines: DeviceBuffer, sines: DeviceBuffer) {
    let table = RotaryTable(config)
    let (cosines, sines) = table.values(0..<config.maximumPositions)
    return try onDevice { () throws(CUDAError) in
      (try DeviceBuffer(cosines, on: device), try DeviceBuffer(sines, on: device))
    }
  }
}
