import Synchronization

/// Puts the events of a generation together.
final class AnswerCollector: Sendable {
  private struct State {
    var choices: [Completion] = []
    var next = Completion(text: "", finishReason: .stop)
    var origin: AnswerOrigin?
    var usage: Usage?
  }

  private let state = Mutex(State())

  /// Behind the last event.
  var answer: WholeAnswer {
    state.withLock { WholeAnswer(choices: $0.choices, usage: $0.usage!, origin: $0.origin!) }
  }

  func take(_ event: GenerationEvent) {
    state.withLock { state in
      switch event {
      case .origin(let known): state.origin = known
      case .text(_, let piece): state.next.text += piece
      case .question(_, let question): state.next.question = question
      case .token(_, let token): state.next.tokens.append(token)
      case .call(_, _, let call): state.next.calls.append(call)
      case .arguments(_, let number, let piece): state.next.calls[number].arguments += piece
      case .ended(_, let reason):
        state.next.finishReason = reason
        state.choices.append(state.next)
        state.next = Completion(text: "", finishReason: .stop)
      case .finished(let usage): state.usage = usage
      }
    }
  }
}
