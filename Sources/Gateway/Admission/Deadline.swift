import Decoding

/// When a request must have its answer.
struct Deadline: Sendable {
  private let instant: ContinuousClock.Instant
  private let duration: Duration

  init(after duration: Duration, from start: ContinuousClock.Instant) {
    self.duration = duration
    instant = start + duration
  }

  private var error: GatewayError { .deadlineExceeded(milliseconds: Int(duration / .milliseconds(1))) }

  /// Does the work in this task, and interrupts it at the deadline.
  ///
  /// - Throws: `deadlineExceeded`, also when it is over already.
  func interrupting<Value: Sendable>(
    _ work: (Interruption) async throws(GatewayError) -> Value
  ) async throws(GatewayError) -> Value {
    if ContinuousClock.now >= instant { throw error }
    let interruption = Interruption()
    let alarm = AlarmClock.shared.set(at: instant) { interruption.interrupt() }
    do throws(GatewayError) {
      let value = try await work(interruption)
      // What was done in time after all is not thrown away.
      _ = AlarmClock.shared.cancel(alarm)
      return value
    } catch {
      throw AlarmClock.shared.cancel(alarm) ? error : self.error
    }
  }

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
