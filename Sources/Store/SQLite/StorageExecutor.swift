import Dispatch

/// Runs an actor's jobs on a thread outside of Swift's pool: what waits for a disk there would keep other tasks from
/// running.
package final class StorageExecutor: SerialExecutor {
  private let queue: DispatchQueue

  package init(label: String) { queue = DispatchQueue(label: label) }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
