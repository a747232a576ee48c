/// Sequences that a model goes on with together: the pages of their keys and values, and the logits of the last step.
///
/// A step takes rows of any of them, prompts and single tokens mixed. Which sequence has which pages, the caller knows.
/// It belongs to one thread at a time.
package protocol ModelBatch: AnyObject, Sendable {
  /// Most rows of a step.
  var rows: Int { get }
  /// Pages of the cache.
  var pageCount: Int { get }
  /// Whether tokens can be drawn here, by a run's `draw`.
  var drawsTokens: Bool { get }

  /// Runs a step of at most `rows` rows. The answers come in the order of the runs and of those of their rows that want
  /// logits; for one that was drawn there is `drawn` instead of `withLogits`. Nothing changes when it throws.
  func forward(_ runs: [TokenRun]) throws(ModelError)

  /// The logits that a row of the last step asked for: `place` counts those that did. Several threads may ask at once.
  func withLogits(_ place: Int, _ body: (borrowing Span<Float>) -> Void)

  /// The token of the last step that was drawn behind a row that wanted logits; nil where none was.
  func drawn(_ place: Int) -> DrawnToken?

  /// Draws a token once more, under another mask and with another random number. Several threads may ask at once.
  func redraw(_ place: Int, _ draw: TokenDraw) throws(ModelError) -> Int?
}
