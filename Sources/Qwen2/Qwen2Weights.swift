import CPUBackend

/// All weights of a model, checked against its configuration.
struct Qwen2Weights: Sendable {
  struct Layer: Sendable {
    let attentionNorm: WeightVector
    let query: WeightMatrix
    let queryBias: WeightVector?
    let key: WeightMatrix
    let keyBias: WeightVector?
    let value: WeightMatrix
    let valueBias: WeightVector?
    /// Of a head of queries or keys, [headDim].
    let queryNorm: WeightVector?
    let keyNorm: WeightVector?
    let attentionOutput: WeightMatrix
    let outputBias: WeightVector?
    let mlpNorm: WeightVector
    let gate: WeightMatrix
    let up: WeightMatrix
    let down: WeightMatrix
  }

  /// [vocabulary][hidden]
  let embedding: WeightMatrix
  let layers: [Layer]
  let finalNorm: WeightVector
  /// [vocabulary][hidden]; the embedding itself when they are tied.
  let head: WeightMatrix

  /// The matrices of all layers.
  var layerMatrices: some Sequence<WeightMatrix> {
    layers.lazy.flatMap { [$0.query, $0.key, $0.value, $0.attentionOutput, $0.gate, $0.up, $0.down] }
  }

  init(_ source: some WeightSource, _ config: Qwen2Config) throws(ModelError) {
    let hidden = config.hiddenSize
    func matrix(_ name: String, _ rows: Int, _ cols: Int) throws(ModelError) -> WeightMatrix {
      try source.matrix(name, rows: rows, cols: cols)
    }
    func vector(_ name: String, _ count: Int) throws(ModelError) -> WeightVector {
      try source.vector(name, count)
    }
    func vector(_ name: String, _ count: Int, when isPresent: Bool) throws(ModelError) -> WeightVector? {
      isPresent ? try vector(name, count) : nil
    }
    embedding = try matrix("model.embed_tokens", config.vocabularySize, hidden)
    head = config.tiesEmbeddings ? embedding : try matrix("lm_head", config.vocabularySize, hidden)
    finalNorm = try vector("model.norm.weight", hidden)
    var layers: [Layer] = []
    for number in 0..<config.layers {
      let prefix = "model.layers.\(number)."
      let attention = prefix + "self_attn."
      let mlp = prefix + "mlp."
      layers.append(
        Layer(
          attentionNorm: try vector(prefix + "input_layernorm.weight", hidden),
          query: try matrix(attention + "q_proj", config.queryWidth, hidden),
          queryBias: try vector(attention + "q_proj.bias", config.queryWidth, when: config.biasesInputs),
          key: try matrix(attention + "k_proj", config.kvWidth, hidden),
          keyBias: try vector(attention + "k_proj.bias", config.kvWidth, when: config.biasesInputs),
          value: try matrix(attention + "v_proj", config.kvWidth, hidden),
          valueBias: try vector(attention + "v_proj.bias", config.kvWidth, when: config.biasesInputs),
          queryNorm: try vector(attention + "q_norm.weight", config.headDim, when: config.normalizesHeads),
          keyNorm: try vector(attention + "k_norm.weight", config.headDim, when: config.normalizesHeads),
          attentionOutput: try matrix(attention + "o_proj", hidden, config.queryWidth),
          outputBias: try vector(attention + "o_proj.bias", hidden, when: config.biasesOutput),
          mlpNorm: try vector(prefix + "post_attention_layernorm.weight", hidden),
          gate: try matrix(mlp + "gate_proj", config.intermediateSize, hidden),
          up: try matrix(mlp + "up_proj", config.intermediateSize, hidden),
          down: try matrix(mlp + "down_proj", hidden, config.intermediateSize)))
    }
    self.layers = layers
  }
}
