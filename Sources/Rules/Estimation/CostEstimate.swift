/// Bounds on what an evaluation costs, in the units of `CostMeter`.
package struct CostEstimate: Sendable, Hashable {
  package var minimum: Int
  /// `Int.max` for what no integer can tell.
  package var maximum: Int

  package init(minimum: Int, maximum: Int) {
    self.minimum = minimum
    self.maximum = maximum
  }

  static let zero = CostEstimate(minimum: 0, maximum: 0)

  func adding(_ other: CostEstimate) -> CostEstimate {
    CostEstimate(
      minimum: minimum.addingClamped(other.minimum), maximum: maximum.addingClamped(other.maximum))
  }

  func adding(_ cost: Int) -> CostEstimate { adding(CostEstimate(minimum: cost, maximum: cost)) }

  /// At least the one, at most the other of two courses.
  func union(_ other: CostEstimate) -> CostEstimate {
    CostEstimate(minimum: min(minimum, other.minimum), maximum: max(maximum, other.maximum))
  }
}

extension Int {
  func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  func multipliedClamped(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
