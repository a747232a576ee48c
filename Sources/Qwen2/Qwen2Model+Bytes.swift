import CPUBackend

extension Qwen2Model {
  /// Bytes of weights that a step of decoding reads, for any number of sequences.
  package var bytesPerStep: Int {
    weights.layers.reduce(weights.head.byteCount) { sum, layer in
      let matrices = [
        layer.query, layer.key, layer.value, layer.attentionOutput, layer.gate, layer.up, layer.down,
      ]
      return matrices.reduce(sum) { $0 + $1.byteCount }
    }
  }
}
