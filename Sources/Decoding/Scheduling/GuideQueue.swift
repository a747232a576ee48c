import CPUBackend
import Dispatch
import Synchronization

/// Takes texts whose masks take long to their next question, on threads of its own, beside the model's steps.
final class GuideQueue: Sendable {
  private struct State {
    var texts: [TextSequence] = []
    var isAwaited = false
  }

  private let threads: ComputingThreads
  private let arrived = Mutex(State())
  private let arrival = DispatchSemaphore(value: 0)

  init(threads: Int) throws(BackendError) { self.threads = try ComputingThreads(threads) }

  /// Nobody else may touch the text until `arrivedTexts` has it, but for its pages.
  func advance(_ sequence: TextSequence) {
    threads.async {
      sequence.advance()
      let wakes = self.arrived.withLock { state in
        state.texts.append(sequence)
        defer { state.isAwaited = false }
        return state.isAwaited
      }
      if wakes { self.arrival.signal() }
    }
  }

  /// Those that know what to ask, or have ended; each is told once.
  func arrivedTexts() -> [TextSequence] {
    arrived.withLock { state in
      defer { state.texts = [] }
      return state.texts
    }
  }

  /// Waits until one has arrived, but not for long: somebody may want to begin. For one thread.
  func wait() {
    let waits = arrived.withLock { state in
      state.isAwaited = state.texts.isEmpty
      return state.isAwaited
    }
    guard waits, arrival.wait(timeout: .now() + Self.longestWait) == .timedOut else { return }
    let isLate = arrived.withLock { state in
      defer { state.isAwaited = false }
      return !state.isAwaited
    }
    // The signal came, or comes, behind the limit.
    if isLate { arrival.wait() }
  }

  private static let longestWait = DispatchTimeInterval.milliseconds(10)
}
