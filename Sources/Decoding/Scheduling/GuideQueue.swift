import CPUBackend
import Dispatch
import Synchronization

/// Takes texts whose masks take long to their next question, on threads of its own, beside the model's steps.
final class GuideQueue: Sendable {
  private let threads: ComputingThreads
  private let arrived = Mutex<[TextSequence]>([])
  private let arrival = Wakeup()
  private static let longestWait = DispatchTimeInterval.milliseconds(10)

  init(threads: Int) throws(BackendError) { self.threads = try ComputingThreads(threads) }

  /// Nobody else may touch the text until `arrivedTexts` has it, but for its pages.
  func advance(_ sequence: TextSequence) {
    threads.async {
      sequence.advance(whole: true)
      self.arrived.withLock { $0.append(sequence) }
      self.arrival.wake()
    }
  }

  /// Those that know what to ask, or have ended; each is told once.
  func arrivedTexts() -> [TextSequence] {
    arrived.withLock { texts in
      defer { texts = [] }
      return texts
    }
  }

  /// Waits until one has arrived, but not for long: somebody may want to begin. For one thread.
  func wait() { arrival.wait(limit: Self.longestWait) { arrived.withLock { !$0.isEmpty } } }
}
