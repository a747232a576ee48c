/// How often values fell into which range.
struct Histogram: Sendable {
  /// Of times, in seconds.
  static let timeBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
  /// Of times that should be short.
  static let shortTimeBounds = [0.0001, 0.00025, 0.0005, 0.00075, 0.001, 0.0015, 0.0025, 0.005, 0.01, 0.025, 0.1, 1]
  /// Of probabilities; close to 0 and to 1 they differ most.
  static let probabilityBounds = [0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999]

  /// Upper ends; the last range has none.
  let bounds: [Double]
  /// One more than `bounds`.
  private(set) var counts: [Int]
  private(set) var sum = 0.0

  init(_ bounds: [Double] = timeBounds) {
    self.bounds = bounds
    counts = [Int](repeating: 0, count: bounds.count + 1)
  }

  mutating func record(_ value: Double) {
    counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
    sum += value
  }

  mutating func record(_ duration: Duration) { record(duration / .seconds(1)) }
}
