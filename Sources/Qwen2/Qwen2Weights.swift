import CPUBackend
import Tensors

/// All weights of a model, checked against its configuration.
struct Qwen2Weights: Sendable {
  struct Layer: Sendable {
    let attentionNorm: WeightVector
    let query: WeightMatrix
    let queryBias: WeightVector
    let key: WeightMatrix
    let keyBias: WeightVector
    let value: WeightMatrix
    let valueBias: WeightVector
    let attentionOutput: WeightMatrix
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

  init(_ checkpoint: Checkpoint, _ config: Qwen2Config) throws(TensorError) {
    let hidden = config.hiddenSize
    func matrix(_ name: String, _ rows: Int, _ cols: Int) throws(TensorError) -> WeightMatrix {
      try WeightMatrix(checkpoint.tensor(name + ".weight", shape: [rows, cols]))
    }
    func vector(_ name: String, _ count: Int) throws(TensorError) -> WeightVector {
      try WeightVector(checkpoint.tensor(name, shape: [count]))
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
          queryBias: try vector(attention + "q_proj.bias", config.queryWidth),
          key: try matrix(attention + "k_proj", config.kvWidth, hidden),
          keyBias: try vector(attention + "k_proj.bias", config.kvWidth),
          value: try matrix(attention + "v_proj", config.kvWidth, hidden),
          valueBias: try vector(attention + "v_proj.bias", config.kvWidth),
          attentionOutput: try matrix(attention + "o_proj", hidden, config.queryWidth),
          mlpNorm: try vector(prefix + "post_attention_layernorm.weight", hidden),
          gate: try matrix(mlp + "gate_proj", config.intermediateSize, hidden),
          up: try matrix(mlp + "up_proj", config.intermediateSize, hidden),
          down: try matrix(mlp + "down_proj", hidden, config.intermediateSize)))
    }
    self.layers = layers
  }
}
