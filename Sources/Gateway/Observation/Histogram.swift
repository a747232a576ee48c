/// How often times fell into which range.
struct Histogram: Sendable {
  /// Upper ends in seconds; the last range has none.
  static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

  /// One more than `bounds`.
  private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
  /// In seconds.
  private(set) var sum = 0.0

  mutating func record(_ duration: Duration) {
    let seconds = duration / .seconds(1)
    counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
    sum += seconds
  }
}
