import CKernels

/// The kernels of this machine and the threads that they run on. Calls from several threads take turns, one kernel
/// at a time. The threads use what other threads leave of the cores: those wait most of the time, and somebody waits for
/// them.
@safe package final class CPUBackend: @unchecked Sendable {
  // Sendable: the pool serialises its callers.
  let pool: OpaquePointer
  let isa: sl_isa
  package let threads: Int
  package let instructionSet: InstructionSet

  /// `threads` nil means one for each core that this process may use; `instructionSet` must be within the machine's.
  package init(threads: Int? = nil, instructionSet: InstructionSet = .best) throws(BackendError) {
    precondition(instructionSet <= .best, "this machine has no \(instructionSet)")
    let count = max(threads ?? sl_available_cores(), 1)
    var code: Int32 = 0
    guard let pool = unsafe sl_pool_create(count, true, &code) else {
      throw .threadCreation(threads: count, code: code)
    }
    unsafe self.pool = pool
    self.threads = count
    self.instructionSet = instructionSet
    isa = instructionSet.code
  }

  deinit { unsafe sl_pool_destroy(pool) }

  /// Tells the system that the calling thread computes for long, from now on, so that it interrupts nobody when it wakes.
  package static func computeOnThisThread() { sl_thread_compute() }

  /// What a product is for. Within a kind, the result for a row of activations depends on that row and the weights
  /// alone, not on which other rows are in the same call: a row alone and among others gives the same bits.
  package enum ProductKind: Sendable, Hashable, CaseIterable {
    /// Few rows: as fast as the weights come from memory.
    case decode
    /// Many rows.
    case prefill

    var code: sl_kind { self == .decode ? SL_DECODE : SL_PREFILL }
  }

  /// Whether both kinds give the same bits for a matrix, so that one product can have rows of both.
  package func kindsAgree(for matrix: WeightMatrix) -> Bool {
    var matrix = unsafe matrix.matrix
    return unsafe sl_kinds_agree(isa, &matrix)
  }

  /// One product of several that share their activations: `out` is [tokens][stride].
  @unsafe package struct Output {
    let matrix: WeightMatrix
    let bias: WeightVector?
    let out: UnsafeMutablePointer<Float>
    let stride: Int

    package init(_ matrix: WeightMatrix, bias: WeightVector? = nil, to out: UnsafeMutablePointer<Float>, stride: Int) {
      unsafe self.matrix = matrix
      unsafe self.bias = bias
      unsafe self.out = out
      unsafe self.stride = stride
    }

    var segment: sl_segment {
      unsafe sl_segment(
        matrix: matrix.matrix, bias: bias?.pointer, out: out, out_stride: stride)
    }
  }

  /// out = W x + bias for `x` of shape [tokens][cols].
  package func multiply(_ x: UnsafePointer<Float>, tokens: Int, _ kind: ProductKind, _ output: Output) {
    unsafe run(
      x, tokens, kind, cols: output.matrix.cols, SL_STORE, count: 1, output.segment, sl_segment(), sl_segment())
  }

  /// The same for three matrices at once.
  package func multiply(
    _ x: UnsafePointer<Float>, tokens: Int, _ kind: ProductKind, _ a: Output, _ b: Output, _ c: Output
  ) {
    unsafe precondition(a.matrix.cols == b.matrix.cols && a.matrix.cols == c.matrix.cols)
    unsafe run(x, tokens, kind, cols: a.matrix.cols, SL_STORE, count: 3, a.segment, b.segment, c.segment)
  }

  /// out += W x for `x` of shape [tokens][cols].
  package func multiplyAdding(_ x: UnsafePointer<Float>, tokens: Int, _ kind: ProductKind, _ output: Output) {
    unsafe run(x, tokens, kind, cols: output.matrix.cols, SL_ADD, count: 1, output.segment, sl_segment(), sl_segment())
  }

  /// gate.out = silu(gate x) * (up x); up.out is scratch of the same shape.
  package func multiplySwiGLU(
    _ x: UnsafePointer<Float>, tokens: Int, _ kind: ProductKind, gate: Output, up: Output
  ) {
    unsafe precondition(gate.matrix.cols == up.matrix.cols && gate.matrix.rows == up.matrix.rows)
    unsafe run(x, tokens, kind, cols: gate.matrix.cols, SL_SWIGLU, count: 2, gate.segment, up.segment, sl_segment())
  }

  private func run(
    _ x: UnsafePointer<Float>, _ tokens: Int, _ kind: ProductKind, cols: Int, _ epilogue: sl_epilogue, count: Int,
    _ a: sl_segment, _ b: sl_segment, _ c: sl_segment
  ) {
    var product = unsafe sl_product(
      segments: (a, b, c), segment_count: count, epilogue: epilogue, kind: kind.code, cols: cols, x: x, x_stride: cols,
      tokens: tokens)
    unsafe sl_multiply(isa, pool, &product)
  }

  /// out = x / rms(x) * weight, for `tokens` vectors as wide as the weight.
  package func rmsNorm(
    _ x: UnsafePointer<Float>, _ weight: WeightVector, epsilon: Float, tokens: Int, to out: UnsafeMutablePointer<Float>
  ) {
    unsafe sl_rms_norm(isa, x, weight.pointer, epsilon, tokens, weight.count, out)
  }

  /// Rotates `heads` vectors of `headDim` in place by the angles whose cosines and sines are given.
  package func rotate(
    _ x: UnsafeMutablePointer<Float>, heads: Int, headDim: Int, cosines: UnsafePointer<Float>,
    sines: UnsafePointer<Float>
  ) {
    unsafe sl_rotate(isa, x, heads, headDim, cosines, sines)
  }

  /// The probability, within 0...1, that logits give all together to the tokens that a mask forbids.
  ///
  /// - Parameter allowed: bit i % 32 of word i / 32 allows token i; at least as many bits as logits. NaN counts as
  ///   -infinity, and 0 is the answer when no logit is above it.
  package func maskedMass(_ logits: borrowing Span<Float>, allowed: borrowing Span<UInt32>) -> Double {
    precondition(allowed.count * 32 >= logits.count, "the mask is for another vocabulary")
    return unsafe logits.withUnsafeBufferPointer { logits in
      unsafe allowed.withUnsafeBufferPointer { allowed in
        guard let values = logits.baseAddress, let words = allowed.baseAddress else { return 0 }
        return unsafe sl_masked_mass(isa, values, logits.count, words)
      }
    }
  }

  /// Copies one row of a matrix, widened to f32.
  package func widen(row: Int, of matrix: WeightMatrix, to out: UnsafeMutablePointer<Float>) {
    precondition(row >= 0 && row < matrix.rows, "row \(row) of \(matrix.rows)")
    var source = unsafe matrix.matrix
    unsafe sl_widen_row(isa, &source, row, out)
  }

  /// Stores the keys and values, [kvHeads][headDim] each, of one row.
  package func store(
    _ keys: UnsafePointer<Float>, _ values: UnsafePointer<Float>, row: Int, _ places: RowPlaces.Pointer, layer: Int,
    in pages: borrowing KVPages
  ) {
    var cache = unsafe pages.cache
    unsafe sl_cache_store(&cache, layer, places.places[row], keys, values)
  }

  /// Causal attention of rows over one layer of their sequences, each up to its own position: queries and result are
  /// [rows][heads * headDim]. What a row gets depends on its sequence alone.
  package func attend(
    _ queries: UnsafePointer<Float>, heads: Int, rows: Int, _ places: RowPlaces.Pointer, layer: Int,
    in pages: borrowing KVPages, to out: UnsafeMutablePointer<Float>
  ) {
    precondition(heads % pages.shape.kvHeads == 0)
    var cache = unsafe pages.cache
    unsafe withUnsafePointer(to: &cache) { cache in
      var job = unsafe sl_attention(
        cache: cache, layer: layer, places: places.places, rows: rows, heads: heads, q: queries,
        scale: 1 / Float(pages.shape.headDim).squareRoot(), out: out)
      unsafe sl_attend(isa, pool, &job)
    }
  }
}
