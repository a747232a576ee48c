/// How long turns take, from the last ones.
struct TurnClock: Sendable {
  private var typical: Duration?
  /// Turns under way.
  private(set) var running = 0
  /// When the last one of them began.
  private var lastBegan: ContinuousClock.Instant?

  mutating func begin(at now: ContinuousClock.Instant) {
    running += 1
    lastBegan = now
  }

  mutating func end(since began: ContinuousClock.Instant, at now: ContinuousClock.Instant) {
    running -= 1
    let last = now - began
    typical = typical.map { $0 * 0.8 + last * 0.2 } ?? last
  }

  /// A forecast for so many turns to end when `width` run at a time, in whole seconds, at least 1. Turns under way that
  /// have all taken longer than they usually do will take as long again.
  func seconds(forTurns count: Int, width: Int, now: ContinuousClock.Instant) -> Int {
    let running = running > 0 ? lastBegan.map { now - $0 } ?? .zero : .zero
    let usual = typical ?? .zero
    let total = max(running, usual) + usual * ((count - 1) / width)
    return max(1, Int((total / .seconds(1)).rounded(.up)))
  }
}
