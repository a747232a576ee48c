import Glibc

/// A thread of its own for work that blocks, which Swift's pool must not do.
package struct WorkerThread: @unchecked Sendable {
  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let thread: pthread_t

  package init(_ run: @escaping @Sendable () -> Void) throws(HTTPServerError) {
    let body = unsafe Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, nil,
      { argument in
        unsafe Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
      }, body.toOpaque())
    guard failure == 0 else {
      unsafe body.release()
      throw .cannotServe(reason: "pthread_create: error \(failure)")
    }
    self.thread = thread
  }

  /// Waits for the end of the thread; once.
  package func join() {
    let failure = pthread_join(thread, nil)
    precondition(failure == 0, "pthread_join: error \(failure)")
  }
}
