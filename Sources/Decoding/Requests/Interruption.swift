import Synchronization

/// Ends a generation from outside, as the cancellation of its task does: for who has no task of its own for it.
package final class Interruption: Sendable {
  private enum State {
    case open(@Sendable () -> Void)
    case over
  }

  private let state = Mutex(State.open({}))

  package init() {}

  package func interrupt() {
    let action = state.withLock { state -> (@Sendable () -> Void)? in
      guard case .open(let action) = state else { return nil }
      state = .over
      return action
    }
    action?()
  }

  /// Takes what an interruption does, from now on; it is done at once when that has come.
  func handle(_ action: @escaping @Sendable () -> Void) {
    let isOver = state.withLock { state in
      guard case .open = state else { return true }
      state = .open(action)
      return false
    }
    if isOver { action() }
  }
}
