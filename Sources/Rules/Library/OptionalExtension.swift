/// Optional values.
enum OptionalExtension {
  private static let value = RuleType.parameter("A")

  /// `or` and `orValue` have plans of their own, as their arguments are lazy; these say their types.
  static let all = [
    Function(
      "optional.of",
      [.global([value], .optional(value)) { (values, _) throws(EvaluationProblem) in .optional(values[0]) }]),
    Function(
      "optional.ofNonZeroValue",
      [
        .global([value], .optional(value)) { (values, _) throws(EvaluationProblem) in
          .optional(values[0].isZero ? nil : values[0])
        }
      ]),
    Function("optional.none", [.global([], .optional(value)) { (_, _) throws(EvaluationProblem) in .optional(nil) }]),
    Function(
      "hasValue",
      [
        .member(.optional(value), [], .bool) { (values, _) throws(EvaluationProblem) in .bool(values[0].optional != nil)
        }
      ]),
    Function(
      "value",
      [
        .member(.optional(value), [], value) { (values, _) throws(EvaluationProblem) in
          guard let content = values[0].optional else { throw .emptyOptional }
          return content
        }
      ]),
    Function(
      "or",
      [
        .member(.optional(value), [.optional(value)], .optional(value)) { (values, _) throws(EvaluationProblem) in
          values[0].optional == nil ? values[1] : values[0]
        }
      ]),
    Function(
      "orValue",
      [
        .member(.optional(value), [value], value) { (values, _) throws(EvaluationProblem) in
          values[0].optional ?? values[1]
        }
      ]),
  ]
}
