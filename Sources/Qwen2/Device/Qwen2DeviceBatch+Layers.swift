import CUDABackend

/// The computation, enqueued part by part.
extension Qwen2DeviceBatch {
  /// What a layer consists of, in its order.
  package enum Part: String, Sendable, Hashable, CaseIterable {
    case attentionNorm = "norm before attention"
    case qkv = "queries, keys, values"
    case store = "rotation, cache"
    case attention
    case output = "attention's output"
    case mlpNorm = "norm before the gated layer"
    case gated = "gate and up"
    case down
  }

  /// The layers over the rows that were uploaded.
  func enqueue(_ layout: StepLayout) throws(CUDAError) {
    try model.kernels.embed(step, count: layout.rows, model.weights.embedding, to: activations.hidden)
    for layer in 0..<model.config.layers {
      for part in Part.allCases { try enqueue(part, layer, layout) }
    }
    if layout.logits > 0 { try enqueueHead(layout.logits) }
  }

  private func enqueueHead(_ count: Int) throws(CUDAError) {
    let (config, weights) = (model.config, model.weights)
    try model.kernels.model.rmsNorm(
      activations.hidden, weights.finalNorm, epsilon: Float(config.rmsNormEpsilon), placesOf: step, count: count,
      width: config.hiddenSize, to: activations.normed)
    try model.kernels.multiply(activations.normed, weights.head, count: count, to: logits)
  }

  /// The rows of each product. How a row's sums are taken depends on how many there are, which is the same in every step of
  /// a deterministic batch, whatever the rows behind the last one hold.
  private func products(_ layout: StepLayout) -> [(first: Int, count: Int)] {
    guard isDeterministic else { return [(0, layout.rows)] }
    let split = stride(from: 0, to: layout.split, by: decodes).map { ($0, decodes) }
    return layout.whole == 0 ? split : split + [(layout.split, rows)]
  }

  private func enqueue(_ part: Part, _ number: Int, _ layout: StepLayout) throws(CUDAError) {
    let (config, kernels, layer) = (model.config, model.kernels.model, model.weights.layers[number])
    let epsilon = Float(config.rmsNormEpsilon)
    let (hidden, normed, wide) = (activations.hidden, activations.normed, activations.wide)
    let count = layout.rows
    func multiply(
      _ x: DeviceBuffer, _ weights: DeviceWeights, adding: Bool = false, to out: DeviceBuffer
    ) throws(CUDAError) {
      for (first, count) in products(layout) {
        try model.kernels.multiply(x, weights, first: first, count: count, adding: adding, to: out)
      }
    }
    switch part {
    case .attentionNorm:
      try kernels.rmsNorm(
        hidden, layer.attentionNorm, epsilon: epsilon, count: count, width: config.hiddenSize, to: normed)
    case .qkv: try multiply(normed, layer.qkv, to: wide)
    case .store:
      try kernels.store(
        wide, bias: layer.qkvBias, norms: layer.headNorms, epsilon: epsilon, step, count: count, angles: model.angles,
        layer: number, of: cache, queries: activations.queries)
    case .attention: try enqueueAttention(number, layout)
    case .output:
      try multiply(activations.attended, layer.attentionOutput, adding: true, to: hidden)
      if let bias = layer.outputBias { try kernels.add(bias, count: count, width: config.hiddenSize, to: hidden) }
    case .mlpNorm:
      try kernels.rmsNorm(hidden, layer.mlpNorm, epsilon: epsilon, count: count, width: config.hiddenSize, to: normed)
    case .gated:
      for (first, count) in products(layout) {
        try model.kernels.multiplySwiGLU(
          normed, layer.gateAndUp, first: first, count: count, scratch: wide, to: activations.gated)
      }
    case .down: try multiply(activations.gated, layer.down, adding: true, to: hidden)
    }
  }

  private func enqueueAttention(_ layer: Int, _ layout: StepLayout) throws(CUDAError) {
    func attend(_ first: Int, _ count: Int, splits: Int) throws(CUDAError) {
      try model.kernels.model.attend(
        activations.queries, step, first: first, count: count, layer: layer, of: cache, splits: splits,
        partial: activations.partial, to: activations.attended)
    }
    for first in stride(from: 0, to: layout.split, by: decodes) {
      try attend(first, min(decodes, layout.split - first), splits: layout.splits)
    }
    if layout.whole > 0 { try attend(layout.split, layout.whole, splits: 1) }
  }

  /// Seconds that the parts of a step of single tokens take, each run for all layers in a row, and those of the head. The
  /// last step had as many rows.
  ///
  /// - Parameter positions: of the longest sequence.
  package func profile(
    rows count: Int, positions: Int
  ) throws(ModelError) -> (parts: [(part: Part, seconds: Double)], head: Double) {
    let layout = StepLayout(split: count, whole: 0, logits: count, splits: Self.splits(positions))
    return try onDevice { () throws(CUDAError) in
      let timer = try DeviceTimer(on: model.device)
      var parts: [(part: Part, seconds: Double)] = []
      for part in Part.allCases {
        var seconds = 0.0
        // The first round warms up.
        for _ in 0..<2 {
          seconds = try timer.measure { () throws(CUDAError) in
            for layer in 0..<model.config.layers { try enqueue(part, layer, layout) }
          }
        }
        parts.append((part, seconds))
      }
      return (parts, try timer.measure { () throws(CUDAError) in try enqueueHead(count) })
    }
  }
}
