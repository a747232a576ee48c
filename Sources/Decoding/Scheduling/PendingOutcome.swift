import Synchronization

/// What one task waits for and another thread finds out, once: whatever comes first counts.
final class PendingOutcome<Value: Sendable>: Sendable {
  typealias Outcome = Result<Value, GenerationError>

  private enum State {
    case open
    case awaited(CheckedContinuation<Outcome, Never>)
    case ended(Outcome)
  }

  private let state = Mutex(State.open)
  private let handover: Handover?

  /// - Parameter handover: is told when the outcome has been handed to the task, and when the task runs.
  init(_ handover: Handover? = nil) { self.handover = handover }

  var isOpen: Bool { state.withLock { if case .ended = $0 { false } else { true } } }

  /// The outcome, when it is there; for one task.
  func value() async -> Outcome {
    var waits = true
    let outcome = await withCheckedContinuation { continuation in
      let known = state.withLock { state -> Outcome? in
        switch state {
        case .open:
          state = .awaited(continuation)
          return nil
        case .awaited: preconditionFailure("one task waits")
        case .ended(let outcome): return outcome
        }
      }
      if let known {
        waits = false
        continuation.resume(returning: known)
      }
    }
    if waits { handover?.taken() }
    return outcome
  }

  func end(_ outcome: Outcome) {
    let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      switch state {
      case .open:
        state = .ended(outcome)
        return nil
      case .awaited(let continuation):
        state = .ended(outcome)
        return continuation
      case .ended: return nil
      }
    }
    guard let continuation else { return }
    handover?.give()
    continuation.resume(returning: outcome)
  }
}
