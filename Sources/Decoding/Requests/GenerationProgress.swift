import Synchronization
package import Tokenizer

/// How far a generation has come, to be read from anywhere while it runs and after it failed.
package final class GenerationProgress: Sendable {
  private struct State {
    var tokens: [TokenID] = []
    var isForced = false
  }

  private let state = Mutex(State())

  package init() {}

  /// The text's tokens so far.
  package var tokens: [TokenID] { state.withLock { $0.tokens } }

  /// Whether the budget has decided how the document goes on where the model wanted something else: its likeliest token
  /// was taken away, or all but one.
  package var isForced: Bool { state.withLock { $0.isForced } }

  func note(_ token: TokenID) { state.withLock { $0.tokens.append(token) } }
  func noteForced() { state.withLock { $0.isForced = true } }
}
