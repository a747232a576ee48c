import Synchronization
package import Tokenizer

/// How far a generation has come, to be read from anywhere while it runs and after it failed.
package final class GenerationProgress: Sendable {
  private struct State {
    var promptTokens = 0
    var tokens: [TokenID] = []
    var isForced = false
  }

  /// Whether it is asked what the budget decides, which takes another mask at each step.
  let watchesBudget: Bool
  private let state = Mutex(State())

  package init(watchesBudget: Bool = true) { self.watchesBudget = watchesBudget }

  /// Tokens of the prompt that the model has read.
  package var promptTokens: Int { state.withLock { $0.promptTokens } }

  /// The text's tokens so far.
  package var tokens: [TokenID] { state.withLock { $0.tokens } }

  /// Whether the budget has decided how the document goes on where the model wanted something else: its likeliest token
  /// was taken away, or all but one.
  package var isForced: Bool { state.withLock { $0.isForced } }

  func noteRead(promptTokens count: Int) { state.withLock { $0.promptTokens += count } }
  func note(_ token: TokenID) { state.withLock { $0.tokens.append(token) } }
  func noteForced() { state.withLock { $0.isForced = true } }
}
