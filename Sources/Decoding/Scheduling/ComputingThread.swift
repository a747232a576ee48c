import CPUBackend
import Dispatch
import Glibc
import Synchronization

/// A thread for what computes for seconds, outside of Swift's pool, where that would keep tasks from running.
final class ComputingThread: Sendable {
  private typealias Work = @Sendable () -> Void

  /// What the thread itself holds.
  private final class Inbox: Sendable {
    /// Nil ends the thread.
    private let items = Mutex<[Work?]>([])
    private let count = DispatchSemaphore(value: 0)

    func put(_ work: Work?) {
      items.withLock { $0.append(work) }
      count.signal()
    }

    func run() {
      CPUBackend.computeOnThisThread()
      while true {
        count.wait()
        guard let work = items.withLock({ $0.removeFirst() }) else { return }
        work()
      }
    }
  }

  private let inbox = Inbox()

  init() throws(BackendError) {
    let held = unsafe Unmanaged.passRetained(inbox)
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        unsafe Unmanaged<Inbox>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, held.toOpaque())
    guard code == 0 else {
      unsafe held.release()
      throw .threadCreation(threads: 1, code: code)
    }
    pthread_detach(thread)
  }

  deinit { inbox.put(nil) }

  /// Does the work after all that came before.
  func async(_ work: @escaping @Sendable () -> Void) { inbox.put(work) }
}
