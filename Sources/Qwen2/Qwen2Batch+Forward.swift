import CPUBackend

/// The computation. Source: the Qwen2 technical report (arXiv 2407.10671, section 2.2) and, for the order of roundings
/// that does not matter in f32, `modeling_qwen2.py` of `transformers`.
extension Qwen2Batch {
  /// Runs a step's rows through all layers and stores their keys and values. Leaves the residual stream in
  /// `activations.hidden`.
  @unsafe func runLayers(_ step: Step) {
    let (config, backend, weights) = (model.config, model.backend, model.weights)
    let (hidden, normed) = unsafe (activations.hidden, activations.normed)
    let (gate, up) = unsafe (activations.gate, activations.up)
    let epsilon = Float(config.rmsNormEpsilon)
    let (width, inner) = (config.hiddenSize, config.intermediateSize)
    for (row, token) in step.tokens.enumerated() {
      unsafe backend.widen(row: Int(token), of: weights.embedding, to: hidden + row * width)
    }
    unsafe fillRotaryAngles(step.positions)
    unsafe step.places.withPointer { places in
      for (number, layer) in weights.layers.enumerated() {
        unsafe backend.rmsNorm(hidden, layer.attentionNorm, epsilon: epsilon, tokens: step.count, to: normed)
        unsafe attend(layer, number: number, step, places)
        forEachKind(step) { kind, first, count in
          unsafe backend.multiplyAdding(
            activations.attended + first * config.queryWidth, tokens: count, kind,
            CPUBackend.Output(
              layer.attentionOutput, bias: layer.outputBias, to: hidden + first * width, stride: width))
        }
        unsafe backend.rmsNorm(hidden, layer.mlpNorm, epsilon: epsilon, tokens: step.count, to: normed)
        forEachKind(step) { kind, first, count in
          unsafe backend.multiplySwiGLU(
            normed + first * width, tokens: count, kind,
            gate: CPUBackend.Output(layer.gate, to: gate + first * inner, stride: inner),
            up: CPUBackend.Output(layer.up, to: up + first * inner, stride: inner))
          unsafe backend.multiplyAdding(
            gate + first * inner, tokens: count, kind,
            CPUBackend.Output(layer.down, to: hidden + first * width, stride: width))
        }
      }
    }
  }

  /// Logits of these rows of the step that ran last, [rows][vocabulary]. Every row is one to sample from, whatever its
  /// kind was in the layers.
  @unsafe func projectLogits(_ rows: [Int]) {
    let (config, backend) = (model.config, model.backend)
    let normed = unsafe activations.normed
    for (place, row) in rows.enumerated() {
      unsafe backend.rmsNorm(
        activations.hidden + row * config.hiddenSize, model.weights.finalNorm,
        epsilon: Float(config.rmsNormEpsilon), tokens: 1, to: normed + place * config.hiddenSize)
    }
    unsafe backend.multiply(
      normed, tokens: rows.count, .decode,
      CPUBackend.Output(model.weights.head, to: logits.pointer, stride: config.vocabularySize))
  }

  /// Queries, keys and values of the rows from `activations.normed`; attention into `activations.attended`.
  @unsafe private func attend(
    _ layer: Qwen2Weights.Layer, number: Int, _ step: Step, _ places: RowPlaces.Pointer
  ) {
    let (config, backend) = (model.config, model.backend)
    let query = unsafe activations.query
    let key = unsafe activations.key
    let value = unsafe activations.value
    let (queryWidth, kvWidth) = (config.queryWidth, config.kvWidth)
    forEachKind(step) { kind, first, count in
      unsafe backend.multiply(
        activations.normed + first * config.hiddenSize, tokens: count, kind,
        CPUBackend.Output(layer.query, bias: layer.queryBias, to: query + first * queryWidth, stride: queryWidth),
        CPUBackend.Output(layer.key, bias: layer.keyBias, to: key + first * kvWidth, stride: kvWidth),
        CPUBackend.Output(layer.value, bias: layer.valueBias, to: value + first * kvWidth, stride: kvWidth))
    }
    unsafe normalize(query, heads: step.count * config.heads, layer.queryNorm)
    unsafe normalize(key, heads: step.count * config.kvHeads, layer.keyNorm)
    let pairs = config.headDim / 2
    for row in 0..<step.count {
      let cosines = unsafe UnsafePointer(activations.cosines + row * pairs)
      let sines = unsafe UnsafePointer(activations.sines + row * pairs)
      let rowKey = unsafe key + row * kvWidth
      unsafe backend.rotate(
        query + row * queryWidth, heads: config.heads, headDim: config.headDim, cosines: cosines, sines: sines)
      unsafe backend.rotate(
        rowKey, heads: config.kvHeads, headDim: config.headDim, cosines: cosines, sines: sines)
      unsafe backend.store(rowKey, value + row * kvWidth, row: row, places, layer: number, in: pages)
    }
    unsafe backend.attend(
      query, heads: config.heads, rows: step.count, places, layer: number, in: pages, to: activations.attended)
  }

  /// Normalises each head of queries or keys in place, where the model does that.
  @unsafe private func normalize(_ x: UnsafeMutablePointer<Float>, heads: Int, _ weight: WeightVector?) {
    guard let weight else { return }
    unsafe model.backend.rmsNorm(x, weight, epsilon: Float(model.config.rmsNormEpsilon), tokens: heads, to: x)
  }

  /// Calls `body` for the rows of each kind that the step has: the first one and how many they are.
  private func forEachKind(_ step: Step, _ body: (CPUBackend.ProductKind, _ first: Int, _ count: Int) -> Void) {
    if step.decodes > 0 { body(.decode, 0, step.decodes) }
    if step.count > step.decodes { body(.prefill, step.decodes, step.count - step.decodes) }
  }

  @unsafe private func fillRotaryAngles(_ positions: [Int]) {
    let pairs = model.rotary.frequencies.count
    for (row, position) in positions.enumerated() {
      for pair in 0..<pairs {
        let (cosine, sine) = model.rotary.angle(position, pair)
        unsafe activations.cosines[row * pairs + pair] = cosine
        unsafe activations.sines[row * pairs + pair] = sine
      }
    }
  }
}
