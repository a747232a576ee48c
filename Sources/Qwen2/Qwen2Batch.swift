package import CPUBackend

/// Sequences that a model goes on with together: the pages of their keys and values, and the logits of the last step.
///
/// A step takes rows of any of them, prompts and single tokens mixed. A row's result depends on its kind and on the rows
/// before it in its sequence, never on what else runs in its steps. Which sequence has which pages, the caller knows.
package struct Qwen2Batch: ~Copyable, Sendable {
  /// A token to run.
  package struct Row: Sendable {
    package var token: Int32
    package var kind: CPUBackend.ProductKind
    package var wantsLogits: Bool

    package init(token: Int32, kind: CPUBackend.ProductKind, wantsLogits: Bool) {
      self.token = token
      self.kind = kind
      self.wantsLogits = wantsLogits
    }
  }

  /// Tokens that a sequence goes on with, from position `first` on. `pages` are all that it has, with room for them; the
  /// positions before were run earlier.
  package struct Run: Sendable {
    package var rows: [Row]
    package var first: Int
    package var pages: [PageID]

    package init(rows: [Row], first: Int, pages: [PageID]) {
      self.rows = rows
      self.first = first
      self.pages = pages
    }
  }

  package let model: Qwen2Model
  /// Most rows of a step.
  package let rows: Int
  let pages: KVPages
  let activations: Activations
  /// [rows][vocabulary]
  let logits: FloatBuffer
  /// Whether rows of both kinds go through the layers in one product, which reads the weights once.
  private let mergesKinds: Bool

  init(_ model: Qwen2Model, _ shape: KVPages.Shape, pages: Int, rows: Int) throws(BackendError) {
    precondition(pages > 0 && rows > 0)
    let pages = try KVPages(shape, count: pages)
    let activations = try Activations(model.config, tokens: rows)
    logits = try FloatBuffer(count: rows * model.config.vocabularySize)
    mergesKinds = model.weights.layerMatrices.allSatisfy { model.backend.kindsAgree(for: $0) }
    self.pages = pages
    self.activations = activations
    self.model = model
    self.rows = rows
  }

  /// Pages of the cache.
  package var pageCount: Int { pages.count }

  /// Runs a step of at most `rows` rows. The logits asked for come in the order of the runs and of their rows. Nothing
  /// changes when it throws.
  package mutating func forward(_ runs: [Run]) throws(ModelError) {
    let size = model.config.vocabularySize
    var (count, decodes) = (0, 0)
    for run in runs {
      precondition(run.first + run.rows.count <= run.pages.count * KVPages.pageTokens, "a sequence lacks pages")
      count += run.rows.count
      for row in run.rows {
        guard row.token >= 0, Int(row.token) < size else {
          throw .tokenOutOfRange(token: row.token, vocabularySize: size)
        }
        if Step.kind(of: row, merging: mergesKinds) == .decode { decodes += 1 }
      }
    }
    guard count > 0 else { throw .noTokens }
    precondition(count <= rows, "\(count) rows of at most \(rows)")
    let step = Step(runs, rows: count, decodes: decodes, merging: mergesKinds)
    unsafe runLayers(step)
    if !step.logits.isEmpty { unsafe projectLogits(step.logits) }
  }

  /// The logits that a row of the last step asked for: `place` counts those that did.
  package func withLogits<Result: ~Copyable, Failure: Error>(
    _ place: Int, _ body: (borrowing Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let width = model.config.vocabularySize
    precondition(place >= 0 && place < rows)
    return try unsafe body(Span(_unsafeStart: logits.pointer + place * width, count: width))
  }

  /// The rows of a step as the layers want them: those of one kind side by side, decodes first.
  struct Step {
    var tokens: [Int32]
    var positions: [Int]
    var places: RowPlaces
    let decodes: Int
    /// Rows whose logits are asked for, in the caller's order.
    var logits: [Int] = []

    var count: Int { tokens.count }

    /// The kind of the product that a row goes through, where kinds that agree are one.
    static func kind(of row: Row, merging: Bool) -> CPUBackend.ProductKind { merging ? .decode : row.kind }

    init(_ runs: [Run], rows: Int, decodes: Int, merging: Bool) {
      tokens = Array(repeating: 0, count: rows)
      positions = Array(repeating: 0, count: rows)
      places = RowPlaces(rows: rows)
      self.decodes = decodes
      var (decode, prefill) = (0, decodes)
      for run in runs {
        let table = places.addTable(run.pages)
        for (offset, item) in run.rows.enumerated() {
          let isDecode = Self.kind(of: item, merging: merging) == .decode
          let row = isDecode ? decode : prefill
          if isDecode { decode += 1 } else { prefill += 1 }
          tokens[row] = item.token
          positions[row] = run.first + offset
          places.set(row: row, table: table, position: run.first + offset)
          if item.wantsLogits { logits.append(row) }
        }
      }
    }
  }
}
