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
    let outcome = await withTaskGroup(of: Result<Value, GatewayError>?.self) { group in
      group.addTask {
        do throws(GatewayError) { return .success(try await work()) } catch { return .failure(error) }
      }
      group.addTask {
        // Cancelled as soon as the work is done; that it ended early is nobody's loss.
        do { try await Task.sleep(until: instant, clock: .continuous) } catch { return nil }
        return nil
      }
      let first = await group.next()!
      group.cancelAll()
      if let first { return first }
      // What was done in time after all is not thrown away.
      let late = await group.next()!!
      if case .failure = late { return .failure(error) }
      return late
    }
    return try outcome.get()
  }
}
