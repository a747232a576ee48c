extension Qwen2Config {
  /// Sizes of published models, for measurements with random weights.
  package enum Shape: String, Sendable, Hashable, CaseIterable {
    case half = "0.5B"
    case oneAndHalf = "1.5B"
    case seven = "7B"
  }

  /// The configuration of Qwen2.5 in a published size.
  package init(_ shape: Shape) {
    switch shape {
    case .half: self.init(layers: 24, hidden: 896, heads: 14, kvHeads: 2, mlp: 4864, vocabulary: 151_936, tied: true)
    case .oneAndHalf:
      self.init(layers: 28, hidden: 1536, heads: 12, kvHeads: 2, mlp: 8960, vocabulary: 151_936, tied: true)
    case .seven:
      self.init(layers: 28, hidden: 3584, heads: 28, kvHeads: 4, mlp: 18_944, vocabulary: 152_064, tied: false)
    }
  }

  private init(layers: Int, hidden: Int, heads: Int, kvHeads: Int, mlp: Int, vocabulary: Int, tied: Bool) {
    self.init(
      family: .qwen2, hiddenSize: hidden, layers: layers, heads: heads, kvHeads: kvHeads, headDim: hidden / heads,
      intermediateSize: mlp, vocabularySize: vocabulary, maximumPositions: 32768, ropeTheta: 1_000_000,
      ropeScaling: .none, rmsNormEpsilon: 1e-6, biasesInputs: true, biasesOutput: false, normalizesHeads: false,
      tiesEmbeddings: tied, endTokens: [151_645])
  }
}
