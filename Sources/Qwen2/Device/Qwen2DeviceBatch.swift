import CPUBackend
package import CUDABackend
import Synchronization

/// A batch on a GPU: the caches of its sequences, and the logits of the last step.
///
/// A row's result depends on how many rows its step has, in the last bits: products of few rows sum in another order than
/// those of many.
package final class Qwen2DeviceBatch: ModelBatch, @unchecked Sendable {
  // Sendable: it belongs to one thread at a time, but for what several may ask: `withLogits`, which reads what does not
  // change, and `redraw`, which takes turns.
  package let model: Qwen2DeviceModel
  package let rows: Int
  package let pageCount: Int
  /// Most rows that a step of single tokens has, and most logits that any asks for.
  package let decodes: Int
  /// Of the rows that asked for them in the last step, [decodes][vocabulary] in f32.
  package let logits: DeviceBuffer

  private let cache: DeviceCache
  private let step: StepRows
  private let activations: DeviceActivations
  private let sampler: DeviceSampler
  /// What stands in the table of pages.
  private var tables: [[PageID]]
  /// Recorded steps, and those that ran once.
  private var graphs: [GraphKey: StepGraph] = [:]
  private var seen: Set<GraphKey> = []
  private var drawn: [DrawnToken?] = []
  /// [decodes][vocabulary], of the last step's answers that were not drawn.
  private let hostLogits: PinnedBuffer<Float>
  private let redrawing = Mutex(())

  private struct GraphKey: Hashable {
    let rows: Int
    let logits: Int
    let splits: Int
  }

  /// Recordings that are kept: the usual steps of some dozen sequences.
  private static let mostGraphs = 256
  /// Masks that the GPU remembers, at 19 KB each for a vocabulary of 152,000.
  private static let mostMasks = 1024

  package init(_ model: Qwen2DeviceModel, _ size: BatchSize) throws(ModelError) {
    precondition(size.pages > 0 && size.decodes > 0 && size.rows >= size.decodes && size.maskWords > 0)
    let (config, device) = (model.config, model.device)
    let pagesEach = min(size.pages, Self.pages(config.maximumPositions))
    self.model = model
    rows = size.rows
    decodes = size.decodes
    pageCount = size.pages
    tables = Array(repeating: [], count: size.rows)
    (cache, step, activations, sampler, logits, hostLogits) = try onDevice { () throws(CUDAError) in
      let vocabulary = config.vocabularySize
      return (
        try DeviceCache(
          model.element, layers: config.layers, kvHeads: config.kvHeads, headDim: config.headDim, pages: size.pages,
          on: device),
        try StepRows(capacity: size.rows, sequences: size.rows, pagesEach: pagesEach, on: device),
        try DeviceActivations(
          config, model.kernels, rows: size.rows, sequences: size.decodes,
          splits: Self.splits(pagesEach * DeviceCache.pageTokens)),
        try DeviceSampler(
          vocabularySize: vocabulary, maskWords: size.maskWords, rows: size.decodes,
          entries: Self.entries(config, size), masks: max(Self.mostMasks, size.decodes), on: device),
        try DeviceBuffer(bytes: size.decodes * vocabulary * 4, on: device),
        try PinnedBuffer(count: size.decodes * vocabulary, zero: 0, on: device)
      )
    }
  }

  /// Bytes of a GPU's memory that a batch takes beside its pages.
  static func workBytes(_ config: Qwen2Config, _ kernels: ModelKernels, _ size: BatchSize) -> Int {
    let splits = splits(config.maximumPositions)
    return DeviceActivations.bytes(config, kernels, rows: size.rows, sequences: size.decodes, splits: splits)
      + (size.decodes * config.vocabularySize + size.rows * pages(config.maximumPositions)) * 4
      + max(mostMasks, size.decodes) * size.maskWords * 4 + entries(config, size) * MemoryLayout<SamplerEntry>.stride
  }

  private static func pages(_ tokens: Int) -> Int {
    (tokens + DeviceCache.pageTokens - 1) / DeviceCache.pageTokens
  }

  /// Biases and histories of a step. Texts that need more get their tokens from the logits.
  private static func entries(_ config: Qwen2Config, _ size: BatchSize) -> Int {
    size.decodes * min(config.maximumPositions, config.vocabularySize, 1 << 15)
  }

  /// Splits for rows that see so many positions: a power of two, so that few steps differ in it alone.
  private static func splits(_ length: Int) -> Int {
    var splits = 1
    while splits * ModelKernels.splitLength < length { splits *= 2 }
    return splits
  }

  package var drawsTokens: Bool { true }

  package func forward(_ runs: [TokenRun]) throws(ModelError) {
    let wanted = try enqueue(runs)
    var draws: [(place: Int, draw: TokenDraw)] = []
    var place = 0
    for run in runs {
      place += run.rows.count(where: \.wantsLogits)
      guard let draw = run.draw else { continue }
      precondition(run.rows.last!.wantsLogits, "nothing is asked behind the last row")
      draws.append((place - 1, draw))
    }
    drawn = Array(repeating: nil, count: wanted)
    let taken = draws.prefix(try enqueue(draws))
    let left = Set(0..<wanted).subtracting(taken.map(\.place))
    try onDevice { () throws(CUDAError) in
      let width = model.config.vocabularySize
      for place in left { try hostLogits.download(width, at: place * width, from: logits) }
      try model.device.synchronize()
    }
    for (row, (place, draw)) in taken.enumerated() {
      drawn[place] = DrawnToken(
        token: sampler.token(row), maskedMass: draw.wantsMaskedMass ? sampler.maskedMass(row) : 0)
    }
  }

  package func drawn(_ place: Int) -> DrawnToken? { drawn[place] }

  package func withLogits(_ place: Int, _ body: (borrowing Span<Float>) -> Void) {
    precondition(drawn[place] == nil, "the logits stayed on the GPU")
    let width = model.config.vocabularySize
    hostLogits.withElements(width, at: place * width, body)
  }

  package func redraw(_ place: Int, _ draw: TokenDraw) throws(ModelError) -> Int? {
    let outcome: Result<Int?, ModelError> = redrawing.withLock { _ in
      do throws(ModelError) {
        return .success(
          try onDevice { () throws(CUDAError) in
            sampler.pool.beginStep()
            var parameters = draw.parameters
            parameters.isAdjusted = 1
            parameters.mask = Int32(try sampler.pool.slot(of: draw.mask))
            _ = sampler.set(0, parameters, place: place)
            try sampler.enqueue(logits, count: 1)
            try model.device.synchronize()
            return sampler.token(0)
          })
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  package func synchronize() throws(ModelError) {
    try onDevice { () throws(CUDAError) in try model.device.synchronize() }
  }

  /// Enqueues the layers of a step. The caller has synchronised the device since the last one.
  ///
  /// - Returns: how many logits were asked for.
  @discardableResult
  package func enqueue(_ runs: [TokenRun]) throws(ModelError) -> Int {
    let size = model.config.vocabularySize
    var (count, wanted, longest) = (0, 0, 0)
    for run in runs {
      let end = run.first + run.rows.count
      precondition(end <= run.pages.count * DeviceCache.pageTokens, "a sequence lacks pages")
      count += run.rows.count
      longest = max(longest, end)
      for row in run.rows where row.token < 0 || Int(row.token) >= size {
        throw .tokenOutOfRange(token: row.token, vocabularySize: size)
      }
    }
    guard count > 0 else { throw .noTokens }
    precondition(count <= rows, "\(count) rows of at most \(rows)")
    precondition(runs.reduce(0) { $0 + $1.rows.count(where: \.wantsLogits) } <= decodes, "too many logits")
    var row = 0
    for (sequence, run) in runs.enumerated() {
      for (offset, item) in run.rows.enumerated() {
        step.set(row: row, token: item.token, sequence: sequence, position: run.first + offset)
        if item.wantsLogits {
          step.setLogits(wanted, row: row)
          wanted += 1
        }
        row += 1
      }
    }
    // Prompts have rows enough to fill the GPU; single tokens are split over the positions that they look at.
    let key = GraphKey(rows: count, logits: wanted, splits: count <= decodes ? Self.splits(longest) : 1)
    try onDevice { () throws(CUDAError) in
      for (sequence, run) in runs.enumerated() { try setTable(sequence, run.pages) }
      try step.upload()
      if let graph = try graph(key) {
        try graph.enqueue()
      } else {
        try enqueue(key)
      }
    }
    return wanted
  }

  /// Enqueues draws behind the last step's logits.
  ///
  /// - Returns: how many of them; there is no room for the biases and histories of the others.
  package func enqueue(_ draws: [(place: Int, draw: TokenDraw)]) throws(ModelError) -> Int {
    if draws.isEmpty { return 0 }
    return try onDevice { () throws(CUDAError) in
      sampler.pool.beginStep()
      var (count, entry) = (0, 0)
      for (place, draw) in draws {
        guard entry + draw.biases.count + draw.history.count <= sampler.limits.entries else { break }
        var parameters = draw.parameters
        parameters.mask = Int32(try sampler.pool.slot(of: draw.mask))
        parameters.wantsMass = draw.wantsMaskedMass ? 1 : 0
        entry = sampler.set(
          count, parameters, place: place, biases: draw.biases, history: draw.history, firstEntry: entry)
        count += 1
      }
      if count > 0 { try sampler.enqueue(logits, count: count, entries: entry) }
      return count
    }
  }

  /// The token that draw number `row` of the last ones took; the device has been synchronised.
  package func token(_ row: Int) -> Int? { sampler.token(row) }

  /// Masks that were copied to the GPU.
  package var maskUploads: Int { sampler.pool.uploads }

  /// Brings a row of the table of pages up to date.
  private func setTable(_ sequence: Int, _ pages: [PageID]) throws(CUDAError) {
    // Mostly they are the same array.
    if tables[sequence] == pages { return }
    let same = zip(tables[sequence], pages).prefix { $0 == $1 }.count
    if same < pages.count {
      let new = ContiguousArray(pages[same...].map { Int32($0.rawValue) })
      try step.setPages(ofSequence: sequence, from: same, to: new)
    }
    tables[sequence] = pages
  }

  /// The recording of steps that were seen before and have few rows.
  private func graph(_ key: GraphKey) throws(CUDAError) -> StepGraph? {
    if let graph = graphs[key] { return graph }
    // cuBLAS chooses its kernels on the first call, which no recording may hold.
    guard key.rows <= decodes, !seen.insert(key).inserted, graphs.count < Self.mostGraphs else { return nil }
    let graph = try StepGraph(on: model.device) { () throws(CUDAError) in try enqueue(key) }
    graphs[key] = graph
    return graph
  }

  /// The layers over the rows that were uploaded.
  private func enqueue(_ key: GraphKey) throws(CUDAError) {
    try model.kernels.embed(step, count: key.rows, model.weights.embedding, to: activations.hidden)
    for layer in 0..<model.config.layers {
      for part in Part.allCases { try enqueue(part, layer, rows: key.rows, splits: key.splits) }
    }
    if key.logits > 0 { try enqueueHead(key.logits) }
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
  ///
  /// - Parameter positions: of the longest sequence.
  package func profile(
    rows count: Int, positions: Int
  ) throws(ModelError) -> (parts: [(part: Part, seconds: Double)], head: Double) {
    let splits = Self.splits(positions)
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
