/// `math.greatest`, `math.least`, rounding, signs and bits.
enum MathExtension {
  private static let numbers: [RuleType] = [.int, .uint, .double]

  /// The first of the values that no other one beats.
  private static func best(
    _ name: String, _ beats: Value.Order, _ values: [Value]
  ) throws(EvaluationProblem) -> Value {
    guard var best = values.first else { throw .invalidArgument(function: name, reason: "the list is empty") }
    for value in values {
      switch (best, value) {
      case (.int, .int), (.int, .uint), (.int, .double), (.uint, .int), (.uint, .uint), (.uint, .double),
        (.double, .int), (.double, .uint), (.double, .double):
        if value.numericOrder(to: best) == beats { best = value }
      default: throw .noOverload(function: name, types: [best.typeName, value.typeName])
      }
    }
    return best
  }

  private static func extreme(_ name: String, _ beats: Value.Order) -> Function {
    let singles = numbers.map { type in
      Overload.global([type], type) { (values, _) throws(EvaluationProblem) in values[0] }
    }
    let pairs = numbers.flatMap { left in
      numbers.map { right in
        Overload.global([left, right], left == right ? left : .dyn) { (values, _) throws(EvaluationProblem) in
          try best(name, beats, values)
        }
      }
    }
    let lists = (numbers + [.dyn]).map { type in
      Overload.global([.list(type)], type) { (values, meter) throws(EvaluationProblem) in
        try meter.charge(values[0].items.count)
        return try best(name, beats, values[0].items)
      }
    }
    return Function(name, singles + pairs + lists)
  }

  private static func double(_ name: String, _ operation: @escaping @Sendable (Double) -> Double) -> Function {
    Function(
      name,
      [.global([.double], .double) { (values, _) throws(EvaluationProblem) in .double(operation(values[0].double)) }])
  }

  private static func test(_ name: String, _ operation: @escaping @Sendable (Double) -> Bool) -> Function {
    Function(
      name, [.global([.double], .bool) { (values, _) throws(EvaluationProblem) in .bool(operation(values[0].double)) }])
  }

  private static func bits(
    _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
    _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
  ) -> Function {
    Function(
      name,
      [
        .global([.int, .int], .int) { (values, _) throws(EvaluationProblem) in
          .int(signed(values[0].int, values[1].int))
        },
        .global([.uint, .uint], .uint) { (values, _) throws(EvaluationProblem) in
          .uint(unsigned(values[0].uint, values[1].uint))
        },
      ])
  }

  /// Shifts fill with zeros, also a negative number's; by 64 and more nothing is left.
  private static func shift(_ name: String, _ operation: @escaping @Sendable (UInt64, Int64) -> UInt64) -> Function {
    Function(
      name,
      [
        .global([.int, .int], .int) { (values, _) throws(EvaluationProblem) in
          guard values[1].int >= 0 else { throw .invalidArgument(function: name, reason: "a negative distance") }
          return .int(Int64(bitPattern: operation(UInt64(bitPattern: values[0].int), values[1].int)))
        },
        .global([.uint, .int], .uint) { (values, _) throws(EvaluationProblem) in
          guard values[1].int >= 0 else { throw .invalidArgument(function: name, reason: "a negative distance") }
          return .uint(operation(values[0].uint, values[1].int))
        },
      ])
  }

  static let all: [Function] = [
    extreme("math.greatest", .greater), extreme("math.least", .less),
    double("math.ceil") { $0.rounded(.up) }, double("math.floor") { $0.rounded(.down) },
    double("math.round") { $0.rounded(.toNearestOrAwayFromZero) }, double("math.trunc") { $0.rounded(.towardZero) },
    test("math.isNaN") { $0.isNaN }, test("math.isInf") { $0.isInfinite }, test("math.isFinite") { $0.isFinite },
    Function(
      "math.abs",
      [
        .global([.int], .int) { (values, _) throws(EvaluationProblem) in
          guard values[0].int != .min else { throw .overflow("int") }
          return .int(abs(values[0].int))
        },
        .global([.uint], .uint) { (values, _) throws(EvaluationProblem) in values[0] },
        .global([.double], .double) { (values, _) throws(EvaluationProblem) in .double(abs(values[0].double)) },
      ]),
    Function(
      "math.sign",
      [
        .global([.int], .int) { (values, _) throws(EvaluationProblem) in .int(values[0].int.signum()) },
        .global([.uint], .uint) { (values, _) throws(EvaluationProblem) in .uint(values[0].uint == 0 ? 0 : 1) },
        .global([.double], .double) { (values, _) throws(EvaluationProblem) in
          let number = values[0].double
          return .double(number > 0 ? 1 : number < 0 ? -1 : number)
        },
      ]),
    Function(
      "math.sqrt",
      numbers.map { type in
        .global([type], .double) { (values, _) throws(EvaluationProblem) in
          switch values[0] {
          case .int(let number): .double(Double(number).squareRoot())
          case .uint(let number): .double(Double(number).squareRoot())
          default: .double(values[0].double.squareRoot())
          }
        }
      }),
    bits("math.bitAnd", { $0 & $1 }, { $0 & $1 }), bits("math.bitOr", { $0 | $1 }, { $0 | $1 }),
    bits("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
    Function(
      "math.bitNot",
      [
        .global([.int], .int) { (values, _) throws(EvaluationProblem) in .int(~values[0].int) },
        .global([.uint], .uint) { (values, _) throws(EvaluationProblem) in .uint(~values[0].uint) },
      ]),
    shift("math.bitShiftLeft") { $1 >= 64 ? 0 : $0 << UInt64($1) },
    shift("math.bitShiftRight") { $1 >= 64 ? 0 : $0 >> UInt64($1) },
  ]
}
