package import CPUBackend
package import Tensors

/// What a model takes in memory, activations aside, which are small beside it.
package struct MemoryNeed: Sendable, Hashable {
  package let weights: Int
  /// Keys and values.
  package let cache: Int

  package init(weights: Int, cache: Int) {
    self.weights = weights
    self.cache = cache
  }

  package var total: Int { weights.addingReportingOverflow(cache).overflow ? Int.max : weights + cache }

  package func fits(_ memory: SystemMemory) -> Bool { total <= memory.available }
}

extension ModelOutline {
  /// What a page of keys and values holds, as `Qwen2Model.cacheShape` says it of the loaded model.
  package var cacheShape: KVPages.Shape {
    KVPages.Shape(
      layers: config.layers, kvHeads: config.kvHeads, headDim: config.headDim,
      element: embedsInFloat32 ? .f32 : .bf16)
  }

  /// Bytes of keys and values of so many tokens.
  package func cacheBytes(tokens: Int) -> Int {
    cacheShape.pageBytes.multipliedReportingOverflow(by: KVPages.pages(for: tokens)).overflow
      ? Int.max : cacheShape.pageBytes * KVPages.pages(for: tokens)
  }
}
