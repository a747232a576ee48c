@testable import HTTPServer

/// Something that happens in a handler and that a test waits for, or the other way round.
final class Signal: Sendable {
  struct NeverCame: Error {}

  private let count = Lock(0)

  func send() { count.withLock { $0 += 1 } }

  var times: Int { count.withLock { $0 } }

  /// Waits for the signal to have come `times` times; fails after a time that no sound machine needs.
  func wait(times: Int = 1) async throws {
    let end = ContinuousClock.now + .seconds(120)
    while self.times < times {
      if ContinuousClock.now > end { throw NeverCame() }
      try await Task.sleep(for: .milliseconds(1))
    }
  }
}
