import CPUBackend

/// The computation. Source: the Qwen2 technical report (arXiv 2407.10671, section 2.2) and, for the order of roundings
/// that does not matter in f32, `modeling_qwen2.py` of `transformers`.
extension Qwen2Session {
  /// Runs a block of checked tokens through all layers, storing keys and values from position `first` on. Leaves the
  /// residual stream in `activations.hidden`.
  @unsafe func runLayers(_ tokens: ArraySlice<Int32>, at first: Int) {
    let (config, backend, weights) = (model.config, model.backend, model.weights)
    let (hidden, normed) = unsafe (activations.hidden, activations.normed)
    let epsilon = Float(config.rmsNormEpsilon)
    let count = tokens.count
    for (row, token) in tokens.enumerated() {
      unsafe backend.widen(row: Int(token), of: weights.embedding, to: hidden + row * config.hiddenSize)
    }
    unsafe fillRotaryAngles(first: first, count: count)
    for (number, layer) in weights.layers.enumerated() {
      unsafe backend.rmsNorm(hidden, layer.attentionNorm, epsilon: epsilon, tokens: count, to: normed)
      unsafe attend(layer, number: number, first: first, count: count)
      unsafe backend.multiplyAdding(
        activations.attended, tokens: count, kind(count),
        CPUBackend.Output(layer.attentionOutput, bias: layer.outputBias, to: hidden, stride: config.hiddenSize))
      unsafe backend.rmsNorm(hidden, layer.mlpNorm, epsilon: epsilon, tokens: count, to: normed)
      unsafe backend.multiplySwiGLU(
        normed, tokens: count, kind(count),
        gate: CPUBackend.Output(layer.gate, to: activations.gate, stride: config.intermediateSize),
        up: CPUBackend.Output(layer.up, to: activations.up, stride: config.intermediateSize))
      unsafe backend.multiplyAdding(
        activations.gate, tokens: count, kind(count),
        CPUBackend.Output(layer.down, to: hidden, stride: config.hiddenSize))
    }
  }

  /// Logits of `count` rows of the block that ran last, from `row` on: [count][vocabulary].
  @unsafe func projectLogits(row: Int, count: Int, to logits: UnsafeMutablePointer<Float>) {
    let (config, backend) = (model.config, model.backend)
    let normed = unsafe activations.normed
    unsafe backend.rmsNorm(
      activations.hidden + row * config.hiddenSize, model.weights.finalNorm,
      epsilon: Float(config.rmsNormEpsilon), tokens: count, to: normed)
    unsafe backend.multiply(
      normed, tokens: count, kind(count),
      CPUBackend.Output(model.weights.head, to: logits, stride: config.vocabularySize))
  }

  /// A single token is a step of decoding, several are of a prompt.
  private func kind(_ count: Int) -> CPUBackend.ProductKind { count == 1 ? .decode : .prefill }

  /// Queries, keys and values of the block from `activations.normed`; attention into `activations.attended`.
  @unsafe private func attend(_ layer: Qwen2Weights.Layer, number: Int, first: Int, count: Int) {
    let (config, backend) = (model.config, model.backend)
    let query = unsafe activations.query
    let key = unsafe activations.key
    let value = unsafe activations.value
    unsafe backend.multiply(
      activations.normed, tokens: count, kind(count),
      CPUBackend.Output(layer.query, bias: layer.queryBias, to: query, stride: config.queryWidth),
      CPUBackend.Output(layer.key, bias: layer.keyBias, to: key, stride: config.kvWidth),
      CPUBackend.Output(layer.value, bias: layer.valueBias, to: value, stride: config.kvWidth))
    unsafe normalize(query, heads: count * config.heads, layer.queryNorm)
    unsafe normalize(key, heads: count * config.kvHeads, layer.keyNorm)
    let pairs = config.headDim / 2
    for row in 0..<count {
      let cosines = unsafe UnsafePointer(activations.cosines + row * pairs)
      let sines = unsafe UnsafePointer(activations.sines + row * pairs)
      let rowKey = unsafe key + row * config.kvWidth
      unsafe backend.rotate(
        query + row * config.queryWidth, heads: config.heads, headDim: config.headDim, cosines: cosines, sines: sines)
      unsafe backend.rotate(
        rowKey, heads: config.kvHeads, headDim: config.headDim, cosines: cosines, sines: sines)
      unsafe cache.store(
        layer: number, position: first + row, keys: rowKey, values: value + row * config.kvWidth)
    }
    unsafe backend.attend(
      Attention(
        queries: query, keys: cache.layerKeys(number), values: cache.layerValues(number), capacity: capacity,
        first: first, tokens: count, heads: config.heads, kvHeads: config.kvHeads, headDim: config.headDim,
        scores: activations.scores, out: activations.attended))
  }

  /// Normalises each head of queries or keys in place, where the model does that.
  @unsafe private func normalize(_ x: UnsafeMutablePointer<Float>, heads: Int, _ weight: WeightVector?) {
    guard let weight else { return }
    unsafe model.backend.rmsNorm(x, weight, epsilon: Float(model.config.rmsNormEpsilon), tokens: heads, to: x)
  }

  @unsafe private func fillRotaryAngles(first: Int, count: Int) {
    let pairs = model.rotary.frequencies.count
    for row in 0..<count {
      for pair in 0..<pairs {
        let (cosine, sine) = model.rotary.angle(first + row, pair)
        unsafe activations.cosines[row * pairs + pair] = cosine
        unsafe activations.sines[row * pairs + pair] = sine
      }
    }
  }
}
