package import CUDABackend

/// How a token is drawn from logits where the model's device does that.
package struct TokenDraw: Sendable {
  package var parameters: SamplerRow
  /// The words of the mask.
  package var mask: ContiguousArray<UInt32>
  package var biases: [SamplerEntry]
  /// Tokens of prompt and text, with how often each was generated.
  package var history: [SamplerEntry]
  /// Whether somebody asks how much of the model's choice the mask took away.
  package var wantsMaskedMass: Bool

  package init(
    _ parameters: SamplerRow, mask: ContiguousArray<UInt32>, biases: [SamplerEntry], history: [SamplerEntry],
    wantsMaskedMass: Bool
  ) {
    self.parameters = parameters
    self.mask = mask
    self.biases = biases
    self.history = history
    self.wantsMaskedMass = wantsMaskedMass
  }
}
