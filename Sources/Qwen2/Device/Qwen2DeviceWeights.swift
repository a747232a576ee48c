import CUDABackend
import CPUBackend

/// All weights of a model in a GPU's memory. Matrices that read the same activations lie in one, one below the other.
struct Qwen2DeviceWeights: Sendable {
  struct Layer: Sendable {
    let attentionNorm: DeviceBuffer
    /// Queries, keys and values: [queryWidth + 2 kvWidth][hidden].
    let qkv: DeviceWeights
    /// Zeros where the model has none.
    let qkvBias: DeviceBuffer
    /// Of a head of queries and of keys, [2][headDim]; nil where they are not normalised.
    let headNorms: DeviceBuffer?
    let attentionOutput: DeviceWeights
    /// nil where the model has none.
    let outputBias: DeviceBuffer?
    let mlpNorm: DeviceBuffer
    /// Gate and up: [2 intermediate][hidden].
    let gateAndUp: DeviceWeights
    let down: DeviceWeights
  }

  let element: DeviceElement
  let embedding: DeviceWeights
  let layers: [Layer]
  let finalNorm: DeviceBuffer
  /// The embedding itself when they are tied.
  let head: DeviceWeights

  /// Copies the weights. All matrices of floats must have one type, which activations get too; where the embedding is
  /// quantised, they are bf16.
  init(
    _ source: any WeightSource, _ config: Qwen2Config, _ backend: CPUBackend, on device: CUDADevice
  ) throws(ModelError) {
    let (hidden, name) = (config.hiddenSize, "model.embed_tokens")
    let first = try source.matrix(name, rows: config.vocabularySize, cols: hidden)
    let loader = DeviceLoader(
      source: source, backend: backend, device: device, element: DeviceLoader.element(for: first))
    element = loader.element
    embedding = try loader.matrix([(first, name)])
    head = config.tiesEmbeddings ? embedding : try loader.matrix(["lm_head"], [config.vocabularySize], hidden)
    finalNorm = try loader.vector(["model.norm.weight"], [hidden])
    var layers: [Layer] = []
    for number in 0..<config.layers {
      let prefix = "model.layers.\(number)."
      let (attention, mlp) = (prefix + "self_attn.", prefix + "mlp.")
      let parts = ["q_proj", "k_proj", "v_proj"].map { attention + $0 }
      let widths = [config.queryWidth, config.kvWidth, config.kvWidth]
      layers.append(
        Layer(
          attentionNorm: try loader.vector([prefix + "input_layernorm.weight"], [hidden]),
          qkv: try loader.matrix(parts, widths, hidden),
          qkvBias: config.biasesInputs
            ? try loader.vector(parts.map { $0 + ".bias" }, widths) : try loader.zeros(widths.reduce(0, +)),
          headNorms: config.normalizesHeads
            ? try loader.vector(
              ["q_norm", "k_norm"].map { attention + $0 + ".weight" }, [config.headDim, config.headDim]) : nil,
          attentionOutput: try loader.matrix([attention + "o_proj"], [hidden], config.queryWidth),
          outputBias: config.biasesOutput ? try loader.vector([attention + "o_proj.bias"], [hidden]) : nil,
          mlpNorm: try loader.vector([prefix + "post_attention_layernorm.weight"], [hidden]),
          gateAndUp: try loader.matrix(
            [mlp + "gate_proj", mlp + "up_proj"], [config.intermediateSize, config.intermediateSize], hidden),
          down: try loader.matrix([mlp + "down_proj"], [hidden], config.intermediateSize)))
    }
    self.layers = layers
  }

  /// Random weights of a shape, for measurements; their logits mean nothing.
  ///
  /// - Parameter forms: how they are held, nil for floats.
  init(
    random config: Qwen2Config, _ element: DeviceElement, _ forms: WeightForms?, _ kernels: ModelKernels
  ) throws(CUDAError) {
    let device = kernels.device
    var seed = 0
    func matrix(_ rows: Int, _ cols: Int, isHead: Bool = false) throws(CUDAError) -> DeviceWeights {
      if let form = isHead ? forms?.head : forms?.layers, form.divides(cols: cols) {
        return .quantized([try Self.random(form, rows, cols, on: device)])
      }
      let matrix = try DeviceMatrix(element, rows: rows, cols: cols, on: device)
      seed += 1
      try kernels.fillRandom(matrix, scale: 1.7 / Float(cols).squareRoot(), seed: seed)
      return .floats(matrix)
    }
    func vector(_ count: Int, _ value: Float) throws(CUDAError) -> DeviceBuffer {
      try DeviceBuffer([Float](repeating: value, count: count), on: device)
    }
    let hidden = config.hiddenSize
    let qkvWidth = config.queryWidth + 2 * config.kvWidth
    self.element = element
    embedding = try matrix(config.vocabularySize, hidden, isHead: true)
    head = config.tiesEmbeddings ? embedding : try matrix(config.vocabularySize, hidden, isHead: true)
    finalNorm = try vector(hidden, 1)
    var layers: [Layer] = []
    for _ in 0..<config.layers {
      layers.append(
        Layer(
          attentionNorm: try vector(hidden, 1), qkv: try matrix(qkvWidth, hidden), qkvBias: try vector(qkvWidth, 0),
          headNorms: nil,
          attentionOutput: try matrix(hidden, config.queryWidth), outputBias: nil, mlpNorm: try vector(hidden, 1),
          gateAndUp: try matrix(2 * config.intermediateSize, hidden),
          down: try matrix(hidden, config.intermediateSize)))
    }
    self.layers = layers
  }

  private static func random(
    _ form: Quantization, _ rows: Int, _ cols: Int, on device: CUDADevice
  ) throws(CUDAError) -> QuantizedMatrix {
    let parts = form.tile(cols: cols)
    var state: UInt64 = 1
    var tile = [UInt8](repeating: 0, count: parts.bytes)
    for place in tile.indices {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // The upper bytes of scales and offsets are those of small numbers.
      let isScale = place < parts.codes
      tile[place] = isScale && place % 2 == 1 ? 0x14 : UInt8(truncatingIfNeeded: state >> 32)
    }
    return try QuantizedMatrix(QuantizedLayout(form, cols: cols), rows: rows, cols: cols, repeating: tile, on: device)
  }

  /// All matrices that a token reads whole.
  var matrices: [DeviceWeights] {
    layers.flatMap { [$0.qkv, $0.attentionOutput, $0.gateAndUp, $0.down] } + [head]
  }

  /// Bytes of all matrices that a token reads.
  var bytes: Int { matrices.reduce(0) { $0 + $1.bytes } }
}

/// Runs work of the GPU, whose errors are the model's.
func onDevice<Value>(_ body: () throws(CUDAError) -> Value) throws(ModelError) -> Value {
  do throws(CUDAError) {
    return try body()
  } catch {
    throw .cuda(error)
  }
}
