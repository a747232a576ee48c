import CPUBackend

/// Scratch of a step of up to `tokens` tokens, in one allocation.
@safe struct Activations: ~Copyable, @unchecked Sendable {
  // Sendable: the memory has this one owner, and the pointers go nowhere else between two forward passes.
  let tokens: Int
  /// The residual stream, [tokens][hidden].
  let hidden: UnsafeMutablePointer<Float>
  /// A normalised copy of it.
  let normed: UnsafeMutablePointer<Float>
  /// Queries, keys and values of all heads, [tokens][queryWidth] and [tokens][kvWidth].
  let query: UnsafeMutablePointer<Float>
  let key: UnsafeMutablePointer<Float>
  let value: UnsafeMutablePointer<Float>
  /// What the heads gathered, [tokens][queryWidth].
  let attended: UnsafeMutablePointer<Float>
  /// The two halves of the gated layer, [tokens][intermediate].
  let gate: UnsafeMutablePointer<Float>
  let up: UnsafeMutablePointer<Float>
  /// Rotary cosines and sines, [tokens][headDim / 2].
  let cosines: UnsafeMutablePointer<Float>
  let sines: UnsafeMutablePointer<Float>
  private let memory: FloatBuffer

  init(_ config: Qwen2Config, tokens: Int) throws(BackendError) {
    let pairs = config.headDim / 2
    let widths = [
      config.hiddenSize, config.hiddenSize, config.queryWidth, config.kvWidth, config.kvWidth, config.queryWidth,
      config.intermediateSize, config.intermediateSize, pairs, pairs,
    ]
    // Whole cache lines, so that no two threads write to one line of different buffers.
    func lines(_ count: Int) -> Int { (count + 15) & ~15 }
    let memory = try FloatBuffer(count: widths.reduce(0) { $0 + lines(tokens * $1) })
    var next = unsafe memory.pointer
    func take(_ count: Int) -> UnsafeMutablePointer<Float> {
      defer { unsafe next += lines(count) }
      return unsafe next
    }
    unsafe hidden = take(tokens * widths[0])
    unsafe normed = take(tokens * widths[1])
    unsafe query = take(tokens * widths[2])
    unsafe key = take(tokens * widths[3])
    unsafe value = take(tokens * widths[4])
    unsafe attended = take(tokens * widths[5])
    unsafe gate = take(tokens * widths[6])
    unsafe up = take(tokens * widths[7])
    unsafe cosines = take(tokens * widths[8])
    unsafe sines = take(tokens * widths[9])
    self.memory = memory
    self.tokens = tokens
  }
}
