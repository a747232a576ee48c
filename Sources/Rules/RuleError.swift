package import JSON

/// Why an expression, a rule or a schema's rules cannot be used, or an evaluation has no value.
package indirect enum RuleError: Error, Sendable, Hashable, CustomStringConvertible {
  case syntax(SyntaxProblem, SourcePosition)
  case type(TypeProblem, SourcePosition)
  case evaluation(EvaluationProblem, SourcePosition)
  /// What a rule is about cannot be read as its schema's types say.
  case value(EvaluationProblem)
  /// The description of a rule, at a place in the document that holds it.
  case rule(RuleProblem, at: JSONPointer)
  /// An expression of a rule: its id, and the field with the expression.
  case expression(id: String, field: String, RuleError)

  package var description: String {
    switch self {
    case .syntax(let problem, let position): "\(position): \(problem)"
    case .type(let problem, let position): "\(position): \(problem)"
    case .evaluation(let problem, let position): "\(position): \(problem)"
    case .value(let problem): "\(problem)"
    case .rule(let problem, let place): "\(place.tokens.isEmpty ? "" : "\(place): ")\(problem)"
    case .expression(let id, let field, let error): "rule '\(id)', \(field): \(error)"
    }
  }
}
