/// Kubernetes' `find` and `findAll`.
enum RegexExtension {
  private static func findAll(
    _ values: [Value], _ limit: Int64, _ meter: inout CostMeter
  ) throws(EvaluationProblem) -> [Value] {
    let texts = try TextPattern(values[1].text).allMatches(
      in: values[0].text, limit: limit < 0 ? Int.max : Int(limit), &meter)
    return texts.map { .string($0) }
  }

  static let all = [
    Function(
      "find",
      [
        .member(.string, [.string], .string) { (values, meter) throws(EvaluationProblem) in
          .string(try TextPattern(values[1].text).firstMatch(in: values[0].text, &meter) ?? "")
        }
      ]),
    Function(
      "findAll",
      [
        .member(.string, [.string], .list(.string)) { (values, meter) throws(EvaluationProblem) in
          .list(try findAll(values, -1, &meter))
        },
        .member(.string, [.string, .int], .list(.string)) { (values, meter) throws(EvaluationProblem) in
          .list(try findAll(values, values[2].int, &meter))
        },
      ]),
  ]
}
