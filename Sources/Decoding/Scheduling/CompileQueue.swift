import Dispatch
import Synchronization

/// Does what takes its time with schemas, one thing after another and outside of Swift's pool.
final class CompileQueue: Sendable {
  private let queue = DispatchQueue(label: "schemas")

  /// Does the work in its turn. When the task is cancelled, it throws at once, and what has not begun is not done.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () -> Result<Value, GenerationError>
  ) async throws(GenerationError) -> Value {
    let wait = Wait<Value>()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        guard wait.begin(continuation) else { return }
        queue.async {
          // Nobody may want it any more.
          if wait.isOpen { wait.end(work()) }
        }
      }
    } onCancel: {
      wait.end(.failure(.cancelled))
    }
    return try outcome.get()
  }

  /// One who waits for a value, until it is there or the task is cancelled.
  private final class Wait<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, GenerationError>

    private enum State {
      case beginning
      case waiting(CheckedContinuation<Outcome, Never>)
      case ended
    }

    private let state = Mutex(State.beginning)

    var isOpen: Bool { state.withLock { if case .ended = $0 { false } else { true } } }

    /// False when it has been cancelled before.
    func begin(_ continuation: CheckedContinuation<Outcome, Never>) -> Bool {
      let begins = state.withLock { state in
        guard case .beginning = state else { return false }
        state = .waiting(continuation)
        return true
      }
      if !begins { continuation.resume(returning: .failure(.cancelled)) }
      return begins
    }

    func end(_ outcome: Outcome) {
      let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
        defer { state = .ended }
        if case .waiting(let continuation) = state { return continuation }
        return nil
      }
      continuation?.resume(returning: outcome)
    }
  }
}
