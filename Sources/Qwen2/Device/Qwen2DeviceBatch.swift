import CPUBackend
package import CUDABackend
import Synchronization

/// A batch on a GPU: the caches of its sequences, and the logits of the last step.
///
/// A row's result depends on how many rows its step has, in the last bits: products of few rows sum in another order than
/// those of many. In a deterministic batch it does not: all products have as many rows in each step, those that are sampled
/// apart from those of prompts.
package final class Qwen2DeviceBatch: ModelBatch, TokenDrawer, @unchecked Sendable {
  // Sendable: it belongs to one thread at a time, but for what several may ask: `withLogits`, which reads what does not
  // change, and `redraw`, which takes turns.
  package let model: Qwen2DeviceModel
  package let rows: Int
  package let pageCount: Int
  /// Most rows that a step of single tokens has, and most logits that any asks for.
  package let decodes: Int
  let isDeterministic: Bool
  /// Of the rows that asked for them in the last step, [decodes][vocabulary] in f32.
  package let logits: DeviceBuffer

  let cache: DeviceCache
  let step: StepRows
  let activations: DeviceActivations
  private let sampler: DeviceSampler
  /// What stands in the table of pages.
  private var tables: [[PageID]]
  /// Recorded steps, and those that ran once.
  private var graphs: [StepLayout: StepGraph] = [:]
  private var seen: Set<StepLayout> = []
  /// Those whose recording has failed.
  private var unrecordable: Set<StepLayout> = []
  private var drawn: [DrawnToken?] = []
  /// [decodes][vocabulary], of the last step's answers that were not drawn.
  private let hostLogits: PinnedBuffer<Float>
  private let redrawing = Mutex(())

  /// Recordings that are kept: the usual steps of some dozen sequences.
  private static let mostGraphs = 256
  /// Masks that the GPU remembers, at 19 KB each for a vocabulary of 152,000.
  private static let mostMasks = 1024

  package init(_ model: Qwen2DeviceModel, _ size: BatchSize) throws(ModelError) {
    precondition(DeviceCache.pageTokens == KVPages.pageTokens, "pages are counted alike everywhere")
    precondition(size.pages > 0 && size.decodes > 0 && size.rows >= size.decodes && size.maskWords > 0)
    let (config, device) = (model.config, model.device)
    let pagesEach = min(size.pages, KVPages.pages(for: config.maximumPositions))
    self.model = model
    rows = size.rows
    decodes = size.decodes
    isDeterministic = size.isDeterministic
    pageCount = size.pages
    tables = Array(repeating: [], count: size.rows + 1)
    let capacity = Self.capacity(size)
    (cache, step, activations, sampler, logits, hostLogits) = try onDevice { () throws(CUDAError) in
      let vocabulary = config.vocabularySize
      return (
        try DeviceCache(
          model.element, layers: config.layers, kvHeads: config.kvHeads, headDim: config.headDim,
          pages: size.pages + 1, on: device),
        try StepRows(capacity: capacity, sequences: size.rows + 1, pagesEach: pagesEach, on: device),
        try DeviceActivations(
          config, model.kernels.model, rows: capacity, sequences: size.decodes,
          splits: Self.splits(pagesEach * DeviceCache.pageTokens)),
        try DeviceSampler(
          vocabularySize: vocabulary, maskWords: size.maskWords, rows: size.decodes,
          entries: Self.entries(config, size), masks: max(Self.mostMasks, size.decodes), on: device),
        try DeviceBuffer(bytes: size.decodes * vocabulary * 4, on: device),
        try PinnedBuffer(count: size.decodes * vocabulary, zero: 0, on: device)
      )
    }
  }

  /// Rows that there is room for, with those that fill a deterministic batch's products.
  private static func capacity(_ size: BatchSize) -> Int {
    size.isDeterministic ? (size.rows + size.decodes - 1) / size.decodes * size.decodes + size.rows : size.rows
  }

  /// Bytes of a GPU's memory that a batch takes beside its pages.
  static func workBytes(_ config: Qwen2Config, _ kernels: ModelKernels, _ size: BatchSize) -> Int {
    let splits = splits(config.maximumPositions)
    return DeviceActivations.bytes(config, kernels, rows: capacity(size), sequences: size.decodes, splits: splits)
      + (size.decodes * config.vocabularySize + size.rows * KVPages.pages(for: config.maximumPositions)) * 4
      + max(mostMasks, size.decodes) * size.maskWords * 4 + entries(config, size) * MemoryLayout<SamplerEntry>.stride
  }

  /// Biases and histories of a step. Texts that need more get their tokens from the logits.
  private static func entries(_ config: Qwen2Config, _ size: BatchSize) -> Int {
    size.decodes * min(config.maximumPositions, config.vocabularySize, 1 << 15)
  }

  /// Splits for rows that see so many positions: a power of two, so that few steps differ in it alone.
  static func splits(_ length: Int) -> Int {
    var splits = 1
    while splits * ModelKernels.splitLength < length { splits *= 2 }
    return splits
  }

  package var drawer: (any TokenDrawer)? { self }

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
    var (count, sampled, wanted, longest) = (0, 0, 0, 0)
    for run in runs {
      let end = run.first + run.rows.count
      precondition(end <= run.pages.count * DeviceCache.pageTokens, "a sequence lacks pages")
      count += run.rows.count
      longest = max(longest, end)
      for row in run.rows {
        guard row.token >= 0, Int(row.token) < size else {
          throw .tokenOutOfRange(token: row.token, vocabularySize: size)
        }
        if row.kind == .decode { sampled += 1 }
        if row.wantsLogits { wanted += 1 }
      }
    }
    guard count > 0 else { throw .noTokens }
    precondition(count <= rows, "\(count) rows of at most \(rows)")
    precondition(wanted <= decodes, "\(wanted) logits of at most \(decodes)")
    var layout: StepLayout
    if isDeterministic {
      layout = StepLayout(
        split: (sampled + decodes - 1) / decodes * decodes, whole: count - sampled, logits: wanted == 0 ? 0 : decodes,
        splits: Self.splits(longest))
    } else {
      // A few rows of prompts are as single tokens are.
      let split = count <= decodes ? count : sampled
      layout = StepLayout(split: split, whole: count - split, logits: wanted, splits: Self.splits(longest))
    }
    if layout.split == 0 { layout.splits = 1 }
    setRows(runs, layout)
    try onDevice { () throws(CUDAError) in
      for (sequence, run) in runs.enumerated() { try setTable(sequence, run.pages) }
      if isDeterministic { try setTable(rows, [PageID(UInt32(pageCount))]) }
      try step.upload()
      if let graph = graph(layout) {
        try graph.enqueue()
      } else {
        try enqueue(layout)
      }
    }
    return wanted
  }

  /// Lays out the rows of a step.
  private func setRows(_ runs: [TokenRun], _ layout: StepLayout) {
    // Rows of one part follow each other.
    var (split, whole, wanted) = (0, layout.split, 0)
    for (sequence, run) in runs.enumerated() {
      for (offset, item) in run.rows.enumerated() {
        let isSplit = item.kind == .decode || (!isDeterministic && layout.whole == 0)
        let row = isSplit ? split : whole
        if isSplit { split += 1 } else { whole += 1 }
        step.set(row: row, token: item.token, sequence: sequence, position: run.first + offset)
        if item.wantsLogits {
          step.setLogits(wanted, row: row)
          wanted += 1
        }
      }
    }
    // Rows that fill the first part up are of a sequence with a page of its own.
    for row in split..<layout.split { step.set(row: row, token: 0, sequence: rows, position: 0) }
    for place in wanted..<max(wanted, layout.logits) { step.setLogits(place, row: 0) }
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
  private func graph(_ layout: StepLayout) -> StepGraph? {
    if let graph = graphs[layout] { return graph }
    // cuBLAS chooses its kernels on the first call, which no recording may hold.
    guard layout.rows <= decodes, !seen.insert(layout).inserted, graphs.count < Self.mostGraphs,
      !unrecordable.contains(layout)
    else { return nil }
    do throws(CUDAError) {
      graphs[layout] = try StepGraph(on: model.device) { () throws(CUDAError) in try enqueue(layout) }
    } catch {
      // There may be no memory for it. The step may run as it is all the same; if it can't, that says why.
      unrecordable.insert(layout)
    }
    return graphs[layout]
  }
}
