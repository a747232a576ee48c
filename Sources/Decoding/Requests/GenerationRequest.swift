package import Tokenizer

/// One text to generate.
package struct GenerationRequest: Sendable {
  package var promptTokens: [TokenID]
  package var constraint: OutputConstraint
  package var sampling: SamplingParameters
  /// Tokens that the text may have at most, without the one that ends it; at least 1.
  package var maxTokens: Int
  /// The text ends before the first of these; only for texts without a constraint.
  package var stop: [String]
  package var place = QueuePlace()
  /// Told each token when it has been taken; nil when nobody asks how far a generation came that has no result.
  package var progress: GenerationProgress?
  /// What is to be told of each token; nil for nothing.
  package var report: ReportOptions?
  /// Whether rows may be spent on guesses of how the text goes on. They change how long it takes, and nothing else.
  package var allowsGuesses = true

  package init(
    promptTokens: [TokenID], constraint: OutputConstraint = .none, sampling: SamplingParameters = SamplingParameters(),
    maxTokens: Int, stop: [String] = []
  ) {
    self.promptTokens = promptTokens
    self.constraint = constraint
    self.sampling = sampling
    self.maxTokens = maxTokens
    self.stop = stop
  }
}
