package import Qwen2

/// What a scheduler has done and holds.
package struct SchedulerCounts: Sendable {
  /// Steps of the model.
  package var steps = 0
  /// What they took, with masks and sampling.
  package var stepTime = Duration.zero
  /// Of that, what the model took alone.
  package var modelTime = Duration.zero
  /// Rows of all steps by their kind: tokens of prompts and long runs without alternative, and sampled ones with the few
  /// without alternative behind them.
  package var prefillRows = 0
  package var decodeRows = 0
  /// Rows that were guessed, and those of them that came true; the latter are in none of the numbers above.
  package var draftedRows = 0
  package var rightRows = 0
  /// Tokens that were not read because another text had the same ones before.
  package var sharedTokens = 0
  /// Texts that lost their pages to older ones and had to be read again.
  package var preemptions = 0
  /// Why the last step failed, nil where it did not. A GPU that failed once fails from then on.
  package var failure: ModelError?
  /// Texts that have a turn.
  package var running = 0
  /// Pages of the cache: all, those in use, and those that are kept for texts that begin alike.
  package var pages = 0
  package var usedPages = 0
  package var rememberedPages = 0
}
