/// Where the rows of a step lie on a GPU. Steps that look alike are one recording.
struct StepLayout: Hashable {
  /// The first rows, whose attention is split over the positions that they look at: single tokens are too few to fill a
  /// GPU otherwise.
  var split: Int
  /// Rows behind them, of prompts.
  var whole: Int
  /// Rows whose logits are asked for.
  var logits: Int
  /// Into how many parts positions are split.
  var splits: Int

  var rows: Int { split + whole }
}
