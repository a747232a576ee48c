import CPUBackend

/// A batch on the processor. A row's result depends on its kind and on the rows before it in its sequence, never on what
/// else runs in its steps.
package final class Qwen2Batch: ModelBatch {
  package let model: Qwen2Model
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

  package var pageCount: Int { pages.count }

  package var drawer: (any TokenDrawer)? { nil }

  package func forward(_ runs: [TokenRun]) throws(ModelError) {
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

  package func withLogits(_ place: Int, _ body: (borrowing Span<Float>) -> Void) {
    let width = model.config.vocabularySize
    precondition(place >= 0 && place < rows)
    unsafe body(Span(_unsafeStart: logits.pointer + place * width, count: width))
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
    static func kind(of row: TokenRow, merging: Bool) -> CPUBackend.ProductKind { merging ? .decode : row.kind }

    init(_ runs: [TokenRun], rows: Int, decodes: Int, merging: Bool) {
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
