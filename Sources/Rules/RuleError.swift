/// Why an expression, a rule or a schema's rules cannot be used, or an evaluation has no value.
package enum RuleError: Error, Sendable, Hashable, CustomStringConvertible {
  case syntax(SyntaxProblem, SourcePosition)
  case type(TypeProblem, SourcePosition)
  case evaluation(EvaluationProblem, SourcePosition)

  package var description: String {
    switch self {
    case .syntax(let problem, let position): "\(position): \(problem)"
    case .type(let problem, let position): "\(position): \(problem)"
    case .evaluation(let problem, let position): "\(position): \(problem)"
    }
  }
}
