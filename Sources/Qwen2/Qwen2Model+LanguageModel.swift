import CPUBackend

extension Qwen2Model: LanguageModel {
  package var isFloat32: Bool { weights.embedding.isF32 }

  package var pageBytes: Int { cacheShape().pageBytes }

  package func makeBatch(_ size: BatchSize) throws(ModelError) -> any ModelBatch {
    try makeBatch(pages: size.pages, rows: size.rows)
  }

  package var bytesPerStep: Int {
    weights.layers.reduce(weights.head.byteCount) { sum, layer in
      let matrices = [
        layer.query, layer.key, layer.value, layer.attentionOutput, layer.gate, layer.up, layer.down,
      ]
      return matrices.reduce(sum) { $0 + $1.byteCount }
    }
  }
}
