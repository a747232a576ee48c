import CPUBackend

/// One sequence by itself: a batch of its own, and the logits that follow the last token.
///
/// A session belongs to one task at a time; several sessions may run at once, and share the model's threads.
package struct Qwen2Session: ~Copyable, Sendable {
  /// Most tokens that run through the layers together: enough to use each weight often, few enough that the
  /// activations stay in cache.
  static let blockTokens = 64

  /// Tokens that fit.
  package let capacity: Int
  /// Tokens that were run so far and not taken back.
  package private(set) var count = 0
  /// Logits after the last token, one for each vocabulary entry; zeros before the first. The caller may change them.
  package var logits: [Float]
  private let batch: Qwen2Batch
  private let pages: [PageID]

  package var model: Qwen2Model { batch.model }

  /// - Parameter batch: has pages for `capacity` tokens, all of them this session's.
  init(_ batch: Qwen2Batch, capacity: Int) {
    self.capacity = capacity
    logits = Array(repeating: 0, count: batch.model.config.vocabularySize)
    pages = (0..<UInt32(batch.pageCount)).map { PageID($0) }
    self.batch = batch
  }

  /// Appends tokens and leaves the logits that follow the last of them in `logits`. Nothing changes when it throws.
  package mutating func forward(_ tokens: [Int32]) throws(ModelError) {
    _ = try run(tokens, allLogits: false)
  }

  /// Appends tokens and returns the logits after each of them, [tokens][vocabulary]. `logits` holds the last row.
  package mutating func forwardAll(_ tokens: [Int32]) throws(ModelError) -> [Float] {
    try run(tokens, allLogits: true)
  }

  /// Takes back all tokens after the first `length`. `logits` keeps its content: it belongs to what was taken back.
  package mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count, "cannot truncate \(count) tokens to \(length)")
    count = length
  }

  /// Several tokens run as a prompt does, a single one as a sampled one does.
  private mutating func run(_ tokens: [Int32], allLogits: Bool) throws(ModelError) -> [Float] {
    try check(tokens)
    let kind: CPUBackend.ProductKind = tokens.count == 1 ? .decode : .prefill
    var all: [Float] = []
    for start in stride(from: 0, to: tokens.count, by: batch.rows) {
      let end = min(start + batch.rows, tokens.count)
      let rows = (start..<end).map {
        TokenRow(token: tokens[$0], kind: kind, wantsLogits: allLogits || $0 == tokens.count - 1)
      }
      try batch.forward([TokenRun(rows: rows, first: count, pages: pages)])
      count += rows.count
      if allLogits { for row in rows.indices { all += copy(row) } }
    }
    logits = allLogits ? Array(all.suffix(model.config.vocabularySize)) : copy(0)
    return all
  }

  private func copy(_ place: Int) -> [Float] {
    var copy: [Float] = []
    batch.withLogits(place) { row in copy = row.indices.map { row[$0] } }
    return copy
  }

  private func check(_ tokens: [Int32]) throws(ModelError) {
    guard !tokens.isEmpty else { throw .noTokens }
    guard tokens.count <= capacity - count else {
      throw .contextFull(capacity: capacity, needed: count + tokens.count)
    }
    let size = model.config.vocabularySize
    for token in tokens where token < 0 || Int(token) >= size {
      throw .tokenOutOfRange(token: token, vocabularySize: size)
    }
  }
}
