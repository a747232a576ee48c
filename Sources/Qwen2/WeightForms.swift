package import CPUBackend

/// How the matrices of a quantised model are held. A matrix whose columns are not whole groups stays in floats.
package struct WeightForms: Sendable, Hashable {
  /// Of the matrices in the layers.
  package let layers: Quantization
  /// Of the embedding and the output matrix.
  package let head: Quantization

  package init(layers: Quantization, head: Quantization) {
    self.layers = layers
    self.head = head
  }

  /// What our own rounding to a type gives. Output and embedding are int8 beside int4 layers: of all matrices, the
  /// output's errors are the only ones that reach the logits undiminished.
  package init(_ element: Quantization.Element) {
    let bytes = Quantization(.int8, groupSize: 32, scaleType: .f16, hasOffsets: false)
    switch element {
    case .int8: self.init(layers: bytes, head: bytes)
    case .int4: self.init(layers: Quantization(.int4, groupSize: 32, scaleType: .f16, hasOffsets: true), head: bytes)
    }
  }

  /// The form of a matrix by its name in a checkpoint, without `.weight`; nil for what is no matrix of a product.
  package func form(of name: String) -> Quantization? {
    if name == "model.embed_tokens" || name == "lm_head" { return head }
    return name.hasSuffix("_proj") ? layers : nil
  }
}
