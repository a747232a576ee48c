import CKernels

/// Keys and values of many sequences, in pages of `pageTokens` positions. Who has which page is not known here.
///
/// The memory is reserved whole; the system gives it on first use, so that pages cost nothing before they are written.
package struct KVPages: ~Copyable, Sendable {
  /// How numbers are stored. bf16 has the range of f32, which f16 has not, and halves what attention reads.
  package enum Element: String, Sendable, Hashable {
    case f32, bf16

    package var size: Int { self == .f32 ? 4 : 2 }
    var code: sl_type { self == .f32 ? SL_F32 : SL_BF16 }
  }

  /// What the keys and values of a model look like.
  package struct Shape: Sendable, Hashable {
    package let layers: Int
    package let kvHeads: Int
    package let headDim: Int
    package let element: Element

    package init(layers: Int, kvHeads: Int, headDim: Int, element: Element) {
      self.layers = layers
      self.kvHeads = kvHeads
      self.headDim = headDim
      self.element = element
    }

    package var pageBytes: Int { layers * 2 * kvHeads * headDim * KVPages.pageTokens * element.size }
  }

  package static let pageTokens = Int(SL_PAGE_TOKENS)

  /// Pages that hold so many tokens.
  package static func pages(for tokens: Int) -> Int { (tokens + pageTokens - 1) / pageTokens }

  package let shape: Shape
  package let count: Int
  private let memory: FloatBuffer

  package init(_ shape: Shape, count: Int) throws(BackendError) {
    let (bytes, overflow) = shape.pageBytes.multipliedReportingOverflow(by: count)
    guard !overflow else { throw .outOfMemory(bytes: Int.max) }
    memory = try FloatBuffer(count: (bytes + 3) / 4)
    self.shape = shape
    self.count = count
  }

  var cache: sl_cache {
    unsafe sl_cache(
      type: shape.element.code, memory: memory.pointer, layers: shape.layers, kv_heads: shape.kvHeads,
      head_dim: shape.headDim)
  }
}
