import Dispatch
import Synchronization

/// Outcomes that were handed to tasks which have not run since.
///
/// The thread that computes waits a moment for them before it goes on: it would have its core for milliseconds, while
/// those who have all that they need to answer wait for one.
final class Handover: Sendable {
  private let open = Mutex(0)
  private let allTaken = Wakeup()

  func give() { open.withLock { $0 += 1 } }

  func taken() {
    let isLast = open.withLock { open in
      open -= 1
      return open == 0
    }
    if isLast { allTaken.wake() }
  }

  /// Returns when all that was given has been taken, and after `limit` in any case. For one thread.
  func wait(limit: DispatchTimeInterval) { allTaken.wait(limit: limit) { open.withLock { $0 == 0 } } }
}
