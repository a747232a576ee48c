import Dispatch
import Synchronization

/// Wakes one thread that waits for something, but not for long.
final class Wakeup: Sendable {
  private let isAwaited = Mutex(false)
  private let signal = DispatchSemaphore(value: 0)

  /// Says that what may be waited for has come.
  func wake() {
    let wakes = isAwaited.withLock { isAwaited in
      defer { isAwaited = false }
      return isAwaited
    }
    if wakes { signal.signal() }
  }

  /// Returns behind the next `wake`, at once when `isThere`, and after `limit` in any case.
  ///
  /// - Parameter isThere: is asked when a `wake` behind what it sees would be noticed.
  func wait(limit: DispatchTimeInterval, unless isThere: () -> Bool) {
    isAwaited.withLock { $0 = true }
    if !isThere(), signal.wait(timeout: .now() + limit) == .success { return }
    let isLate = isAwaited.withLock { isAwaited in
      defer { isAwaited = false }
      return !isAwaited
    }
    // The signal came, or comes, although nobody waits for it.
    if isLate { signal.wait() }
  }
}
