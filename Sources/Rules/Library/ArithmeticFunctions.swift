/// `+ - * / %` and negation. Integers overflow into errors; times and durations add and subtract.
enum ArithmeticFunctions {
  private static func int(
    _ operation: @escaping @Sendable (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> Overload {
    .global([.int, .int], .int) { (values, _) throws(EvaluationProblem) in
      let (result, overflow) = operation(values[0].int, values[1].int)
      if overflow { throw .overflow("int") }
      return .int(result)
    }
  }

  private static func uint(
    _ operation: @escaping @Sendable (UInt64, UInt64) -> (partialValue: UInt64, overflow: Bool)
  ) -> Overload {
    .global([.uint, .uint], .uint) { (values, _) throws(EvaluationProblem) in
      let (result, overflow) = operation(values[0].uint, values[1].uint)
      if overflow { throw .overflow("uint") }
      return .uint(result)
    }
  }

  private static func double(_ operation: @escaping @Sendable (Double, Double) -> Double) -> Overload {
    .global([.double, .double], .double) { (values, _) throws(EvaluationProblem) in
      .double(operation(values[0].double, values[1].double))
    }
  }

  static let plus = Function(
    "_+_",
    [
      int { $0.addingReportingOverflow($1) }, uint { $0.addingReportingOverflow($1) }, double { $0 + $1 },
      .global([.string, .string], .string) { (values, meter) throws(EvaluationProblem) in
        let (left, right) = (values[0].text, values[1].text)
        try meter.chargeTraversal(left.utf8.count + right.utf8.count)
        return .string(left + right)
      },
      .global([.bytes, .bytes], .bytes) { (values, meter) throws(EvaluationProblem) in
        let (left, right) = (values[0].bytes, values[1].bytes)
        try meter.chargeTraversal(left.count + right.count)
        return .bytes(left + right)
      },
      .global([.list(.parameter("A")), .list(.parameter("A"))], .list(.parameter("A"))) {
        (values, meter) throws(EvaluationProblem) in
        let (left, right) = (values[0].items, values[1].items)
        try meter.charge(left.count + right.count)
        return .list(left + right)
      },
      .global([.timestamp, .duration], .timestamp) { (values, _) throws(EvaluationProblem) in
        .timestamp(try values[0].timestamp.adding(nanoseconds: values[1].duration.nanoseconds))
      },
      .global([.duration, .timestamp], .timestamp) { (values, _) throws(EvaluationProblem) in
        .timestamp(try values[1].timestamp.adding(nanoseconds: values[0].duration.nanoseconds))
      },
      .global([.duration, .duration], .duration) { (values, _) throws(EvaluationProblem) in
        .duration(try values[0].duration.adding(values[1].duration))
      },
    ])

  static let all = [
    plus,
    Function(
      "_-_",
      [
        int { $0.subtractingReportingOverflow($1) }, uint { $0.subtractingReportingOverflow($1) }, double { $0 - $1 },
        .global([.timestamp, .timestamp], .duration) { (values, _) throws(EvaluationProblem) in
          .duration(try values[0].timestamp.subtracting(values[1].timestamp))
        },
        .global([.timestamp, .duration], .timestamp) { (values, _) throws(EvaluationProblem) in
          let nanoseconds = values[1].duration.nanoseconds
          guard nanoseconds != .min else { throw .outOfRange("timestamp") }
          return .timestamp(try values[0].timestamp.adding(nanoseconds: -nanoseconds))
        },
        .global([.duration, .duration], .duration) { (values, _) throws(EvaluationProblem) in
          .duration(try values[0].duration.subtracting(values[1].duration))
        },
      ]),
    Function(
      "_*_",
      [
        int { $0.multipliedReportingOverflow(by: $1) }, uint { $0.multipliedReportingOverflow(by: $1) },
        double { $0 * $1 },
      ]),
    Function(
      "_/_",
      [
        .global([.int, .int], .int) { (values, _) throws(EvaluationProblem) in
          guard values[1].int != 0 else { throw .divisionByZero }
          let (result, overflow) = values[0].int.dividedReportingOverflow(by: values[1].int)
          if overflow { throw .overflow("int") }
          return .int(result)
        },
        .global([.uint, .uint], .uint) { (values, _) throws(EvaluationProblem) in
          guard values[1].uint != 0 else { throw .divisionByZero }
          return .uint(values[0].uint / values[1].uint)
        },
        double { $0 / $1 },
      ]),
    Function(
      "_%_",
      [
        .global([.int, .int], .int) { (values, _) throws(EvaluationProblem) in
          guard values[1].int != 0 else { throw .moduloByZero }
          let (result, overflow) = values[0].int.remainderReportingOverflow(dividingBy: values[1].int)
          if overflow { throw .overflow("int") }
          return .int(result)
        },
        .global([.uint, .uint], .uint) { (values, _) throws(EvaluationProblem) in
          guard values[1].uint != 0 else { throw .moduloByZero }
          return .uint(values[0].uint % values[1].uint)
        },
      ]),
    Function(
      "-_",
      [
        .global([.int], .int) { (values, _) throws(EvaluationProblem) in
          guard values[0].int != .min else { throw .overflow("int") }
          return .int(-values[0].int)
        },
        .global([.double], .double) { (values, _) throws(EvaluationProblem) in .double(-values[0].double) },
      ]),
  ]
}
