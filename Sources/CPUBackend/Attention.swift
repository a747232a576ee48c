import CKernels

/// Causal attention of new tokens over one layer's cache. All memory belongs to the caller.
@unsafe package struct Attention {
  /// Queries [tokens][heads * headDim].
  package var queries: UnsafePointer<Float>
  /// Keys and values [kvHeads][capacity][headDim], filled up to `first + tokens`.
  package var keys: UnsafePointer<Float>
  package var values: UnsafePointer<Float>
  package var capacity: Int
  /// Position of the first new token.
  package var first: Int
  package var tokens: Int
  package var heads: Int
  package var kvHeads: Int
  package var headDim: Int
  /// Scratch [threads][capacity].
  package var scores: UnsafeMutablePointer<Float>
  /// Result [tokens][heads * headDim].
  package var out: UnsafeMutablePointer<Float>

  package init(
    queries: UnsafePointer<Float>, keys: UnsafePointer<Float>, values: UnsafePointer<Float>, capacity: Int, first: Int,
    tokens: Int, heads: Int, kvHeads: Int, headDim: Int, scores: UnsafeMutablePointer<Float>,
    out: UnsafeMutablePointer<Float>
  ) {
    precondition(first >= 0 && tokens > 0 && first + tokens <= capacity && heads % kvHeads == 0)
    unsafe self.queries = queries
    unsafe self.keys = keys
    unsafe self.values = values
    unsafe self.capacity = capacity
    unsafe self.first = first
    unsafe self.tokens = tokens
    unsafe self.heads = heads
    unsafe self.kvHeads = kvHeads
    unsafe self.headDim = headDim
    unsafe self.scores = scores
    unsafe self.out = out
  }

  var job: sl_attention {
    unsafe sl_attention(
      q: queries, q_stride: heads * headDim, keys: keys, values: values, capacity: capacity, first: first,
      tokens: tokens, heads: heads, kv_heads: kvHeads, head_dim: headDim, scale: 1 / Float(headDim).squareRoot(),
      scores: scores, score_stride: capacity, out: out, out_stride: heads * headDim)
  }
}
