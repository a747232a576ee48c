import Dispatch

/// Does what takes its time with schemas, one thing after another and outside of Swift's pool.
final class CompileQueue: Sendable {
  private let queue = DispatchQueue(label: "schemas")

  /// Does the work in its turn. When the task is cancelled, it throws at once, and what has not begun is not done.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () -> Result<Value, GenerationError>
  ) async throws(GenerationError) -> Value {
    let pending = PendingOutcome<Value>()
    let outcome = await withTaskCancellationHandler {
      queue.async {
        // Nobody may want it any more.
        if pending.isOpen { pending.end(work()) }
      }
      return await pending.value()
    } onCancel: {
      pending.end(.failure(.cancelled))
    }
    return try outcome.get()
  }
}
