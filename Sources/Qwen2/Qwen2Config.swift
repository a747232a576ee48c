/// The shape of a model, from `config.json`.
package struct Qwen2Config: Sendable, Hashable {
  package let family: ModelFamily
  package let hiddenSize: Int
  package let layers: Int
  package let heads: Int
  package let kvHeads: Int
  package let headDim: Int
  package let intermediateSize: Int
  package let vocabularySize: Int
  /// Longest sequence that the model takes, in tokens; stretched rotary positions are in it.
  package let maximumPositions: Int
  package let ropeTheta: Double
  package let ropeScaling: RotaryScaling
  package let rmsNormEpsilon: Double
  /// Whether queries, keys and values have biases.
  package let biasesInputs: Bool
  /// Whether the output of attention has one.
  package let biasesOutput: Bool
  /// Whether each head of queries and keys is normalised before its rotation.
  package let normalizesHeads: Bool
  /// Whether the output matrix is the embedding matrix.
  package let tiesEmbeddings: Bool
  /// Tokens that end a generation, as this file names them.
  package let endTokens: [Int32]

  /// Width of all query heads together.
  package var queryWidth: Int { heads * headDim }
  /// Width of all key (or value) heads together.
  package var kvWidth: Int { kvHeads * headDim }
}
