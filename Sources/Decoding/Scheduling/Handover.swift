import Dispatch
import Synchronization

/// Outcomes that were handed to tasks which have not run since.
///
/// The thread that computes waits a moment for them before it goes on: it would have its core for milliseconds, while
/// those who have all that they need to answer wait for one.
final class Handover: Sendable {
  private struct State {
    var open = 0
    var isAwaited = false
  }

  private let state = Mutex(State())
  private let allTaken = DispatchSemaphore(value: 0)

  func give() { state.withLock { $0.open += 1 } }

  func taken() {
    let wakes = state.withLock { state in
      state.open -= 1
      guard state.open == 0, state.isAwaited else { return false }
      state.isAwaited = false
      return true
    }
    if wakes { allTaken.signal() }
  }

  /// Returns when all that was given has been taken, and after `limit` in any case. For one thread.
  func wait(limit: DispatchTimeInterval) {
    let waits = state.withLock { state in
      state.isAwaited = state.open > 0
      return state.isAwaited
    }
    guard waits, allTaken.wait(timeout: .now() + limit) == .timedOut else { return }
    let isLate = state.withLock { state in
      defer { state.isAwaited = false }
      return !state.isAwaited
    }
    // The signal came, or comes, behind the limit.
    if isLate { allTaken.wait() }
  }
}
