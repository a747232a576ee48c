import JSON

/// Equality, order, negation of conditions.
enum ComparisonFunctions {
  private static let numbers: [RuleType] = [.int, .uint, .double]
  private static let ordered: [RuleType] = [.bool, .string, .bytes, .timestamp, .duration]

  private static func order(_ name: String, _ accepts: @escaping @Sendable (Value.Order) -> Bool) -> Function {
    let pairs = ordered.map { ($0, $0) } + numbers.flatMap { left in numbers.map { (left, $0) } }
    return Function(
      name,
      pairs.map { left, right in
        .global([left, right], .bool) { (values, meter) throws(EvaluationProblem) in
          if case .string(let first) = values[0], case .string(let second) = values[1] {
            try meter.chargeTraversal(min(first.utf8.count, second.utf8.count))
          }
          return .bool(values[0].order(to: values[1]).map(accepts) ?? false)
        }
      })
  }

  static let all = [
    Function(
      "_==_",
      [
        .global([.parameter("A"), .parameter("A")], .bool) { (values, meter) throws(EvaluationProblem) in
          .bool(try values[0].isEqual(to: values[1], &meter))
        }
      ]),
    Function(
      "_!=_",
      [
        .global([.parameter("A"), .parameter("A")], .bool) { (values, meter) throws(EvaluationProblem) in
          .bool(try !values[0].isEqual(to: values[1], &meter))
        }
      ]),
    order("_<_") { $0 == .less }, order("_<=_") { $0 != .greater }, order("_>_") { $0 == .greater },
    order("_>=_") { $0 != .less },
    Function("!_", [.global([.bool], .bool) { (values, _) throws(EvaluationProblem) in .bool(!values[0].bool) }]),
  ]
}
