import CPUBackend

/// One sequence: the model, its cache of keys and values, and the logits that follow the last token.
///
/// A session belongs to one task at a time; several sessions may run at once, and share the model's threads.
package struct Qwen2Session: ~Copyable, Sendable {
  /// Most tokens that run through the layers together: enough to use each weight often, few enough that the
  /// activations stay in cache.
  static let blockTokens = 64

  package let model: Qwen2Model
  /// Tokens that fit.
  package let capacity: Int
  /// Tokens that were run so far and not taken back.
  package private(set) var count = 0
  /// Logits after the last token, one for each vocabulary entry; zeros before the first. The caller may change them.
  package var logits: [Float]
  let cache: KVCache
  let activations: Activations

  /// `capacity` must be within 1 and the model's longest sequence.
  init(model: Qwen2Model, capacity: Int) throws(BackendError) {
    let cache = try KVCache(model.config, capacity: capacity)
    let activations = try Activations(
      model.config, tokens: min(capacity, Self.blockTokens), threads: model.backend.threads, capacity: capacity)
    self.cache = cache
    self.activations = activations
    self.model = model
    self.capacity = capacity
    logits = Array(repeating: 0, count: model.config.vocabularySize)
  }

  /// Appends tokens and leaves the logits that follow the last of them in `logits`. Nothing changes when it throws.
  package mutating func forward(_ tokens: [Int32]) throws(ModelError) {
    try check(tokens)
    var last = 0
    for block in blocks(tokens) {
      unsafe runLayers(block, at: count)
      count += block.count
      last = block.count - 1
    }
    var row: [Float] = []
    swap(&row, &logits)  // the array leaves the session while the session computes into it
    unsafe projectLogits(row: last, count: 1, to: &row)
    logits = row
  }

  /// Appends tokens and returns the logits after each of them, [tokens][vocabulary]. `logits` holds the last row.
  package mutating func forwardAll(_ tokens: [Int32]) throws(ModelError) -> [Float] {
    try check(tokens)
    let width = model.config.vocabularySize
    var all: [Float] = []
    all.reserveCapacity(tokens.count * width)
    for block in blocks(tokens) {
      unsafe runLayers(block, at: count)
      count += block.count
      var rows = [Float](repeating: 0, count: block.count * width)
      unsafe projectLogits(row: 0, count: block.count, to: &rows)
      all += rows
    }
    logits = Array(all.suffix(width))
    return all
  }

  /// Takes back all tokens after the first `length`. `logits` keeps its content: it belongs to what was taken back.
  package mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count, "cannot truncate \(count) tokens to \(length)")
    count = length
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

  private func blocks(_ tokens: [Int32]) -> [ArraySlice<Int32>] {
    let size = activations.tokens
    return stride(from: 0, to: tokens.count, by: size).map { tokens[$0..<min($0 + size, tokens.count)] }
  }
}
