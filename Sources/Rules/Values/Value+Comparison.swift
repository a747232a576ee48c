import JSON

extension Value {
  /// Equality of CEL: numbers by value whatever their kind, other values of different types unequal, NaN unequal to
  /// all. Every value looked at is charged.
  func isEqual(to other: Value, _ meter: inout CostMeter) throws(EvaluationProblem) -> Bool {
    try meter.charge(1)
    switch (self, other) {
    case (.null, .null): return true
    case (.bool(let left), .bool(let right)): return left == right
    case (.string(let left), .string(let right)):
      try meter.chargeTraversal(min(left.utf8.count, right.utf8.count))
      return left == right
    case (.bytes(let left), .bytes(let right)):
      try meter.chargeTraversal(min(left.count, right.count))
      return left == right
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return false }
      for (first, second) in zip(left, right) {
        guard try first.isEqual(to: second, &meter) else { return false }
      }
      return true
    case (.map(let left), .map(let right)):
      guard left.count == right.count else { return false }
      for entry in left.entries {
        guard let value = right[entry.key], try entry.value.isEqual(to: value, &meter) else { return false }
      }
      return true
    case (.timestamp(let left), .timestamp(let right)): return left == right
    case (.duration(let left), .duration(let right)): return left == right
    case (.type(let left), .type(let right)): return left == right
    case (.optional(let left), .optional(let right)):
      guard let left, let right else { return left == nil && right == nil }
      return try left.isEqual(to: right, &meter)
    default: return numericOrder(to: other) == .equal
    }
  }

  enum Order { case less, equal, greater }

  /// The order of two values that have one, nil when they have none (or one is NaN).
  func order(to other: Value) -> Order? {
    switch (self, other) {
    case (.bool(let left), .bool(let right)): Self.order(left ? 1 : 0, right ? 1 : 0)
    case (.string(let left), .string(let right)): Self.order(left, right)
    case (.bytes(let left), .bytes(let right)):
      left == right ? .equal : left.lexicographicallyPrecedes(right) ? .less : .greater
    case (.timestamp(let left), .timestamp(let right)): Self.order(left, right)
    case (.duration(let left), .duration(let right)): Self.order(left, right)
    default: numericOrder(to: other)
    }
  }

  /// The order of two numbers of any kinds, nil when one is no number or NaN.
  ///
  /// An integer beside a double is compared as the nearest double, as the conformance tests have it.
  func numericOrder(to other: Value) -> Order? {
    switch (self, other) {
    case (.int(let left), .int(let right)): Self.order(left, right)
    case (.uint(let left), .uint(let right)): Self.order(left, right)
    case (.double(let left), .double(let right)): Self.order(left, right)
    case (.int(let left), .uint(let right)): left < 0 ? .less : Self.order(UInt64(left), right)
    case (.int(let left), .double(let right)): Self.order(Double(left), right)
    case (.uint(let left), .double(let right)): Self.order(Double(left), right)
    case (.uint, .int), (.double, .int), (.double, .uint):
      switch other.numericOrder(to: self) {
      case .less: .greater
      case .equal: .equal
      case .greater: .less
      case nil: nil
      }
    default: nil
    }
  }

  private static func order<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Order? {
    left < right ? .less : left > right ? .greater : left == right ? .equal : nil
  }
}
