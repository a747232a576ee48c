import CPUBackend
import Dispatch
import Glibc
import Synchronization

/// Threads for what computes for seconds, outside of Swift's pool, where that would keep tasks from running.
final class ComputingThreads: Sendable {
  private typealias Work = @Sendable () -> Void

  /// What the threads themselves hold.
  private final class Inbox: Sendable {
    /// Nil ends a thread.
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

  /// Threads that were started.
  private let count: Int

  init(_ count: Int) throws(BackendError) {
    self.count = count
    for started in 0..<count {
      let code = Self.start(inbox)
      if code == 0 { continue }
      for _ in 0..<started { inbox.put(nil) }
      throw .threadCreation(threads: count, code: code)
    }
  }

  private static func start(_ inbox: Inbox) -> Int32 {
    let held = unsafe Unmanaged.passRetained(inbox)
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        unsafe Unmanaged<Inbox>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, held.toOpaque())
    if code == 0 { pthread_detach(thread) } else { unsafe held.release() }
    return code
  }

  deinit { for _ in 0..<count { inbox.put(nil) } }

  /// Does the work when all that came before has begun; on one thread, when it is done.
  func async(_ work: @escaping @Sendable () -> Void) { inbox.put(work) }
}
