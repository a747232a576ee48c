/// Draws among weights.
extension Candidates {
  /// Leaves the weights that are at least `least` and that the cut keeps, and sets the others to 0.
  mutating func keep(_ cut: WeightRanking.Cut?, atLeast least: Float) {
    if let cut {
      for place in 0..<count where !cut.keeps(values[place], at: place) { values[place] = 0 }
    }
    if least > 0 {
      for place in 0..<count where values[place] < least { values[place] = 0 }
    }
  }

  /// A place drawn in proportion to the weights; nil where all are 0.
  ///
  /// Sums are taken by blocks, in an order that depends on nothing but the places, so that they are the same everywhere.
  ///
  /// - Parameters:
  ///   - unit: a random number within 0..<1.
  ///   - sums: room for the sums of blocks.
  func draw(_ unit: Double, _ sums: inout [Double]) -> Int? {
    sums.removeAll(keepingCapacity: true)
    var total = 0.0
    for start in stride(from: 0, to: count, by: Self.block) {
      let sum = sum(from: start)
      sums.append(sum)
      total += sum
    }
    let target = unit * total
    var reached = 0.0
    var last: Int?
    for (number, sum) in sums.enumerated() where sum > 0 {
      let start = number * Self.block
      let next = reached + sum
      if next > target {
        var inner = reached
        for place in start..<min(start + Self.block, count) where values[place] > 0 {
          inner += Double(values[place])
          if inner > target { return place }
          last = place
        }
        // Added one by one they may come to a little less.
        return last
      }
      last = (start..<min(start + Self.block, count)).last { values[$0] > 0 }
      reached = next
    }
    return last
  }

  private static let block = 256

  private func sum(from start: Int) -> Double {
    let end = min(start + Self.block, count)
    var sums = SIMD16<Double>.zero
    var place = start
    while place + 16 <= end {
      sums += SIMD16<Double>(sixteen(from: place))
      place += 16
    }
    var sum = sums.sum()
    while place < end {
      sum += Double(values[place])
      place += 1
    }
    return sum
  }
}
