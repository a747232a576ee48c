/// When a request must have its answer.
struct Deadline: Sendable {
  private let instant: ContinuousClock.Instant
  private let duration: Duration

  init(after duration: Duration, from start: ContinuousClock.Instant) {
    self.duration = duration
    instant = start + duration
  }

  private var error: GatewayError { .deadlineExceeded(milliseconds: Int(duration / .milliseconds(1))) }

  /// Does the work, and cancels it at the deadline.
  ///
  /// - Parameter work: ends soon when it is cancelled.
  /// - Throws: `deadlineExceeded`, also when it is over already.
  func bounding<Value: Sendable>(
    _ work: @escaping @Sendable () async throws(GatewayError) -> Value
  ) async throws(GatewayError) -> Value {
    if ContinuousClock.now >= instant { throw error }
    // Begins on this thread, so that what needs not wait takes no way through Swift's pool.
    let task = Task.immediate { () -> Result<Value, GatewayError> in
      do throws(GatewayError) { return .success(try await work()) } catch { return .failure(error) }
    }
    let alarm = AlarmClock.shared.set(at: instant) { task.cancel() }
    let outcome = await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    // What was done in time after all is not thrown away.
    if !AlarmClock.shared.cancel(alarm), case .failure = outcome { throw error }
    return try outcome.get()
  }
}
