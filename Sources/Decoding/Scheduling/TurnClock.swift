/// How long turns take, from the last ones.
struct TurnClock: Sendable {
  private var typical: Duration?
  private var began: ContinuousClock.Instant?

  var isRunning: Bool { began != nil }

  mutating func begin(at now: ContinuousClock.Instant) { began = now }

  mutating func end(at now: ContinuousClock.Instant) {
    guard let began else { return }
    let last = now - began
    typical = typical.map { $0 * 0.8 + last * 0.2 } ?? last
    self.began = nil
  }

  /// A forecast for so many turns, in whole seconds, at least 1. A turn under way that has taken longer than they
  /// usually do will take as long again.
  func secondsForTurns(_ count: Int, now: ContinuousClock.Instant) -> Int {
    let running = began.map { now - $0 } ?? .zero
    let usual = typical ?? .zero
    let total = max(running, usual) + usual * (count - 1)
    return max(1, Int((total / .seconds(1)).rounded(.up)))
  }
}
