import JSON

/// Kubernetes' list library, and its sets.
enum ListsExtension {
  private static let comparable: [RuleType] = [.int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes]
  private static let element = RuleType.parameter("A")

  /// The order of two elements; mixed numbers have one.
  private static func order(
    _ function: String, _ left: Value, _ right: Value, _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> Value.Order? {
    try meter.charge(1)
    if case .string(let first) = left, case .string(let second) = right {
      try meter.chargeTraversal(min(first.text.utf8.count, second.text.utf8.count))
    }
    if let order = left.order(to: right) { return order }
    // NaN has no order; anything else has none by its type.
    guard case .double = left, case .double = right else {
      throw .noOverload(function: function, types: [left.typeName, right.typeName])
    }
    return nil
  }

  private static func extreme(_ name: String, _ wanted: Value.Order) -> Function {
    Function(
      name,
      comparable.map { type in
        .member(.list(type), [], type) { (values, meter) throws(EvaluationProblem) in
          guard var best = values[0].items.first else {
            throw .invalidArgument(function: name, reason: "the list is empty")
          }
          for item in values[0].items.dropFirst() where try order(name, item, best, &meter) == wanted { best = item }
          return best
        }
      })
  }

  private static let isSorted = Function(
    "isSorted",
    comparable.map { type in
      .member(.list(type), [], .bool) { (values, meter) throws(EvaluationProblem) in
        for (left, right) in zip(values[0].items, values[0].items.dropFirst()) {
          if try order("isSorted", left, right, &meter) == .greater { return .bool(false) }
        }
        return .bool(true)
      }
    })

  /// Zero for an empty list, of the kind that the checker knows.
  private static let sum = Function(
    "sum",
    [
      (RuleType.int, Value.int(0)), (.uint, .uint(0)), (.double, .double(0)),
      (.duration, .duration(TimeSpan(nanoseconds: 0))),
    ]
    .map { type, zero in
      .member(.list(type), [], type) { (values, meter) throws(EvaluationProblem) in
        guard var total = values[0].items.first else { return zero }
        try meter.charge(values[0].items.count)
        guard ["int", "uint", "double", "google.protobuf.Duration"].contains(total.typeName) else {
          throw .noOverload(function: "sum", types: [total.typeName])
        }
        for item in values[0].items.dropFirst() {
          total = try ArithmeticFunctions.plus.call([total, item], isMember: false, &meter)
        }
        return total
      }
    })

  private static func search(_ name: String, isReversed: Bool) -> Function {
    Function(
      name,
      [
        .member(.list(element), [element], .int) { (values, meter) throws(EvaluationProblem) in
          let items = values[0].items
          for index in isReversed ? Array(items.indices.reversed()) : Array(items.indices) {
            if try items[index].isEqual(to: values[1], &meter) { return .int(Int64(index)) }
          }
          return .int(-1)
        }
      ])
  }

  // MARK: Sets

  private static func contains(
    _ items: [Value], _ value: Value, _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> Bool {
    for item in items where try item.isEqual(to: value, &meter) { return true }
    return false
  }

  private static func containsAll(
    _ items: [Value], _ values: [Value], _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> Bool {
    for value in values where try !contains(items, value, &meter) { return false }
    return true
  }

  private static func sets(_ name: String, _ body: @escaping Overload.Body) -> Function {
    Function(name, [.global([.list(element), .list(element)], .bool, body)])
  }

  static let all: [Function] = [
    extreme("min", .less), extreme("max", .greater), isSorted, sum, search("indexOf", isReversed: false),
    search("lastIndexOf", isReversed: true),
    sets("sets.contains") { (values, meter) throws(EvaluationProblem) in
      .bool(try containsAll(values[0].items, values[1].items, &meter))
    },
    sets("sets.equivalent") { (values, meter) throws(EvaluationProblem) in
      let (left, right) = (values[0].items, values[1].items)
      guard try containsAll(left, right, &meter) else { return .bool(false) }
      return .bool(try containsAll(right, left, &meter))
    },
    sets("sets.intersects") { (values, meter) throws(EvaluationProblem) in
      for value in values[1].items where try contains(values[0].items, value, &meter) { return .bool(true) }
      return .bool(false)
    },
  ]
}
