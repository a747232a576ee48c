import Decoding
import JSON
import Synchronization

/// What comes to light of a request while it is worked on, for its line in the log.
final class RequestNotes: Sendable {
  private struct State {
    var fields = JSONObject()
    var body: JSONValue?
    var hasText = false
    var promptTokens = 0
    var tokens = 0
    var modelTime: Duration?
  }

  private let state = Mutex(State())

  /// Fields of the line, in the order in which they are first noted.
  var fields: JSONObject { state.withLock { $0.fields } }
  /// What texts were generated for the request, together took: waiting for the model, and having it. Nil for none.
  var modelTime: Duration? { state.withLock { $0.modelTime } }
  /// What was asked, which logs only have where that is wanted.
  var body: JSONValue? { state.withLock { $0.body } }

  func note(_ field: ExactString, _ value: JSONValue) { state.withLock { $0.fields[field] = value } }
  /// True once, when the first text of an answer comes.
  func isFirstText() -> Bool {
    state.withLock { state in
      defer { state.hasText = true }
      return !state.hasText
    }
  }

  /// A text was generated for the request; of several the tokens are added up.
  func count(_ result: GenerationResult) {
    state.withLock { state in
      state.promptTokens = result.promptTokens
      state.tokens += result.tokens.count
      state.modelTime = (state.modelTime ?? .zero) + result.queueTime + result.prefillTime + result.decodeTime
      state.fields["prompt_tokens"] = .integer(state.promptTokens)
      state.fields["completion_tokens"] = .integer(state.tokens)
    }
  }

  func noteBody(_ body: JSONValue) { state.withLock { $0.body = body } }
}
