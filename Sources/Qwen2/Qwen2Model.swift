package import CPUBackend
package import Tensors

/// A causal language model of one of the families with immutable weights, shared by any number of sessions.
package final class Qwen2Model: Sendable {
  package let config: Qwen2Config
  package let endTokens: [Int32]
  package let backend: CPUBackend
  let weights: Qwen2Weights
  let rotary: RotaryTable

  /// Loads a Hugging Face directory: `config.json`, the optional `generation_config.json`, and the safetensors files,
  /// whose floats stay mapped and are not copied, unless they are rounded to `quantization`. `threads` nil means one for
  /// each core.
  package convenience init(
    directory: String, threads: Int? = nil, quantization: Quantization.Element? = nil
  ) throws(ModelError) {
    try self.init(directory: directory, backend: try Self.backend(threads), quantization: quantization)
  }

  /// Loads a GGUF file, whose floats stay mapped unless their rows lie in another order.
  package convenience init(gguf file: GGUFFile, threads: Int? = nil) throws(ModelError) {
    try self.init(gguf: file, backend: try Self.backend(threads))
  }

  package convenience init(gguf file: GGUFFile, backend: CPUBackend) throws(ModelError) {
    try self.init(ModelSource(gguf: file), backend)
  }

  package convenience init(
    directory: String, backend: CPUBackend, quantization: Quantization.Element? = nil
  ) throws(ModelError) {
    try self.init(ModelSource(directory: directory, rounding: quantization.map { ($0, backend) }), backend)
  }

  private init(_ source: ModelSource, _ backend: CPUBackend) throws(ModelError) {
    config = source.config
    endTokens = source.endTokens
    weights = try Qwen2Weights(source.weights, config)
    self.backend = backend
    rotary = RotaryTable(config)
  }

  /// How the keys and values of this model are stored where nobody says otherwise: f32 for weights in f32, so that such a
  /// model is computed in f32 throughout.
  package var cacheElement: KVPages.Element { weights.embedding.isF32 ? .f32 : .bf16 }

  /// What a page of keys and values holds.
  package func cacheShape(_ element: KVPages.Element? = nil) -> KVPages.Shape {
    KVPages.Shape(
      layers: config.layers, kvHeads: config.kvHeads, headDim: config.headDim, element: element ?? cacheElement)
  }

  /// A new empty sequence with room for `capacity` tokens; nil means the model's longest.
  package func makeSession(
    capacity: Int? = nil, cache element: KVPages.Element? = nil
  ) throws(ModelError) -> Qwen2Session {
    let limit = config.maximumPositions
    let capacity = capacity ?? limit
    guard capacity >= 1, capacity <= limit else { throw .invalidCapacity(requested: capacity, limit: limit) }
    let batch = try makeBatch(
      pages: KVPages.pages(for: capacity), cache: element, rows: min(capacity, Qwen2Session.blockTokens))
    return Qwen2Session(batch, capacity: capacity)
  }

  /// - Parameters:
  ///   - pages: of the cache.
  ///   - cache: how keys and values are stored; nil for the model's own choice.
  ///   - rows: most rows of a step.
  package func makeBatch(
    pages: Int, cache element: KVPages.Element? = nil, rows: Int
  ) throws(ModelError) -> Qwen2Batch {
    do throws(BackendError) {
      return try Qwen2Batch(self, cacheShape(element), pages: pages, rows: rows)
    } catch {
      throw .backend(error)
    }
  }

  private static func backend(_ threads: Int?) throws(ModelError) -> CPUBackend {
    do throws(BackendError) {
      return try CPUBackend(threads: threads)
    } catch {
      throw .backend(error)
    }
  }
}
