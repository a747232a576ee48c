/// Sequences that a model goes on with together: the pages of their keys and values, and the logits of the last step.
///
/// A step takes rows of any of them, prompts and single tokens mixed. Which sequence has which pages, the caller knows.
/// It belongs to one thread at a time.
package protocol ModelBatch: AnyObject, Sendable {
  /// Most rows of a step.
  var rows: Int { get }
  /// Pages of the cache.
  var pageCount: Int { get }
  /// What draws tokens by a run's `draw`; nil where they are drawn from the logits.
  var drawer: (any TokenDrawer)? { get }

  /// Runs a step of at most `rows` rows. The answers come in the order of the runs and of those of their rows that want
  /// logits; for one that was drawn there is the drawer's `drawn` instead of `withLogits`. Nothing changes when it throws.
  func forward(_ runs: [TokenRun]) throws(ModelError)

  /// The logits that a row of the last step asked for: `place` counts those that did. Several threads may ask at once.
  func withLogits(_ place: Int, _ body: (borrowing Span<Float>) -> Void)
}
