import Synchronization

/// One request's place in a queue.
final class Turn: Sendable {
  private enum State {
    case waiting
    case running
    /// Cancelled, or done.
    case over
  }

  private let state = Mutex(State.waiting)
  private let onLeave: @Sendable () -> Void

  /// - Parameter onLeave: called once, when the turn no longer waits.
  init(onLeave: @escaping @Sendable () -> Void) { self.onLeave = onLeave }

  var isCancelled: Bool { state.withLock { $0 == .over } }

  func cancel() { leave(for: .over) }

  /// False when it has been cancelled.
  func begin() -> Bool { leave(for: .running) }

  @discardableResult
  private func leave(for next: State) -> Bool {
    let previous = state.withLock { state in
      defer { if state != .over { state = next } }
      return state
    }
    if previous == .waiting { onLeave() }
    return previous == .waiting
  }
}
