package import CUDABackend

/// Sequences that a model on a GPU goes on with together: their caches, and the logits of the last step.
///
/// A step takes rows of any of them, prompts and single tokens mixed. Work is enqueued: a caller synchronises the device,
/// or lets the sampler read the logits there.
package final class Qwen2DeviceBatch {
  /// A token to append to a sequence.
  package struct Row: Sendable {
    package var token: Int32
    package var sequence: Int
    package var wantsLogits: Bool

    package init(token: Int32, sequence: Int, wantsLogits: Bool) {
      self.token = token
      self.sequence = sequence
      self.wantsLogits = wantsLogits
    }
  }

  package let model: Qwen2DeviceModel
  package let sequences: Int
  /// Most tokens of a sequence.
  package let capacity: Int
  /// Most rows of a step.
  package let rows: Int
  /// Tokens of each sequence so far.
  package private(set) var lengths: [Int]
  /// Of the rows that asked for them in the last step, [rows][vocabulary] in f32.
  package let logits: DeviceBuffer

  private let cache: DeviceCache
  private let step: StepRows
  private let activations: DeviceActivations
  /// Recorded steps of single tokens, by their rows and splits.
  private var graphs: [GraphKey: StepGraph] = [:]

  private struct GraphKey: Hashable {
    let rows: Int
    let splits: Int
  }

  /// - Parameters:
  ///   - rows: most rows of a step, at least as many as sequences.
  package init(_ model: Qwen2DeviceModel, sequences: Int, capacity: Int, rows: Int) throws(ModelError) {
    let limit = model.config.maximumPositions
    guard capacity >= 1, capacity <= limit else { throw .invalidCapacity(requested: capacity, limit: limit) }
    precondition(sequences > 0 && rows >= sequences)
    let (config, device) = (model.config, model.device)
    let pagesEach = (capacity + DeviceCache.pageTokens - 1) / DeviceCache.pageTokens
    self.model = model
    self.sequences = sequences
    self.capacity = capacity
    self.rows = rows
    lengths = Array(repeating: 0, count: sequences)
    (cache, step, activations, logits) = try onDevice { () throws(CUDAError) in
      let element = model.weights.element
      let splits = Self.splits(capacity)
      return (
        try DeviceCache(
          element, layers: config.layers, kvHeads: config.kvHeads, headDim: config.headDim,
          pages: sequences * pagesEach, on: device),
        try StepRows(capacity: rows, sequences: sequences, pagesEach: pagesEach, on: device),
        try DeviceActivations(config, model.kernels, rows: rows, sequences: sequences, splits: splits),
        try DeviceBuffer(bytes: sequences * config.vocabularySize * 4, on: device)
      )
    }
    for sequence in 0..<sequences {
      for page in 0..<pagesEach { step.setPage(page, ofSequence: sequence, to: sequence * pagesEach + page) }
    }
    try onDevice { () throws(CUDAError) in
      try step.uploadPages()
      try device.synchronize()
    }
  }

  private static func splits(_ length: Int) -> Int {
    (length + ModelKernels.splitLength - 1) / ModelKernels.splitLength
  }

  /// Enqueues a step. The logits asked for come in the rows' order; at most as many as there are sequences.
  ///
  /// The caller has synchronised the device since the last step.
  package func forward(_ input: [Row]) throws(ModelError) {
    guard !input.isEmpty else { throw .noTokens }
    precondition(input.count <= rows, "\(input.count) rows of at most \(rows)")
    var (after, wanted, longest) = (lengths, 0, 0)
    for (row, item) in input.enumerated() {
      guard item.token >= 0, Int(item.token) < model.config.vocabularySize else {
        throw .tokenOutOfRange(token: item.token, vocabularySize: model.config.vocabularySize)
      }
      let position = after[item.sequence]
      guard position < capacity else { throw .contextFull(capacity: capacity, needed: position + 1) }
      step.set(row: row, token: item.token, sequence: item.sequence, position: position)
      after[item.sequence] = position + 1
      longest = max(longest, position + 1)
      if item.wantsLogits {
        precondition(wanted < sequences, "more logits than sequences")
        step.setLogits(wanted, row: row)
        wanted += 1
      }
    }
    // Prompts have rows enough to fill the GPU; single tokens are split over the positions that they look at.
    let isDecode = input.count <= sequences && wanted == input.count
    let splits = isDecode ? Self.splits(longest) : 1
    try onDevice { () throws(CUDAError) in
      try step.upload()
      guard isDecode else { return try enqueue(rows: input.count, logits: wanted, splits: splits) }
      let key = GraphKey(rows: input.count, splits: splits)
      if graphs[key] == nil {
        // cuBLAS chooses its kernels on the first call, which no recording may hold.
        try enqueue(rows: input.count, logits: wanted, splits: splits)
        try model.device.synchronize()
        graphs[key] = try StepGraph(on: model.device) { () throws(CUDAError) in
          try enqueue(rows: input.count, logits: wanted, splits: splits)
        }
      }
      try graphs[key]!.enqueue()
    }
    lengths = after
  }

  /// Takes back all tokens of a sequence after the first `length`.
  package func truncate(_ sequence: Int, to length: Int) {
    precondition(length >= 0 && length <= lengths[sequence], "cannot truncate \(lengths[sequence]) tokens to \(length)")
    lengths[sequence] = length
  }

  /// The layers over the rows that were uploaded.
  private func enqueue(rows count: Int, logits: Int, splits: Int) throws(CUDAError) {
    try model.kernels.embed(step, count: count, model.weights.embedding, to: activations.hidden)
    for layer in 0..<model.config.layers {
      for part in Part.allCases { try enqueue(part, layer, rows: count, splits: splits) }
    }
    guard logits > 0 else { return }
    try enqueueHead(logits)
  }

  private func enqueueHead(_ count: Int) throws(CUDAError) {
    let (config, weights) = (model.config, model.weights)
    try model.kernels.rmsNorm(
      activations.hidden, weights.finalNorm, epsilon: Float(config.rmsNormEpsilon), placesOf: step, count: count,
      width: config.hiddenSize, to: activations.normed)
    try model.kernels.multiply(activations.normed, weights.head, count: count, to: logits)
  }

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

  private func enqueue(_ part: Part, _ number: Int, rows count: Int, splits: Int) throws(CUDAError) {
    let (config, kernels, layer) = (model.config, model.kernels, model.weights.layers[number])
    let epsilon = Float(config.rmsNormEpsilon)
    let (hidden, normed, wide) = (activations.hidden, activations.normed, activations.wide)
    switch part {
    case .attentionNorm:
      try kernels.rmsNorm(
        hidden, layer.attentionNorm, epsilon: epsilon, count: count, width: config.hiddenSize, to: normed)
    case .qkv: try kernels.multiply(normed, layer.qkv, count: count, to: wide)
    case .store:
      try kernels.store(
        wide, bias: layer.qkvBias, norms: layer.headNorms, epsilon: epsilon, step, count: count, angles: model.angles,
        layer: number, of: cache,
        queries: activations.queries)
    case .attention:
      try kernels.attend(
        activations.queries, step, count: count, layer: number, of: cache, splits: splits,
        partial: activations.partial, to: activations.attended)
    case .output:
      try kernels.multiply(activations.attended, layer.attentionOutput, count: count, adding: true, to: hidden)
    case .mlpNorm:
      try kernels.rmsNorm(hidden, layer.mlpNorm, epsilon: epsilon, count: count, width: config.hiddenSize, to: normed)
    case .gated: try kernels.multiplySwiGLU(normed, layer.gateAndUp, count: count, scratch: wide, to: activations.gated)
    case .down: try kernels.multiply(activations.gated, layer.down, count: count, adding: true, to: hidden)
    }
  }

  /// Seconds that the parts of the last step take, each run for all layers in a row, and those of the head.
  package func profile(rows count: Int) throws(ModelError) -> (parts: [(part: Part, seconds: Double)], head: Double) {
    let splits = Self.splits(lengths.max()!)
    return try onDevice { () throws(CUDAError) in
      let timer = try DeviceTimer(on: model.device)
      var parts: [(part: Part, seconds: Double)] = []
      for part in Part.allCases {
        var seconds = 0.0
        // The first round warms up.
        for _ in 0..<2 {
          seconds = try timer.measure { () throws(CUDAError) in
            for layer in 0..<model.config.layers { try enqueue(part, layer, rows: count, splits: splits) }
          }
        }
        parts.append((part, seconds))
      }
      return (parts, try timer.measure { () throws(CUDAError) in try enqueueHead(count) })
    }
  }
}
