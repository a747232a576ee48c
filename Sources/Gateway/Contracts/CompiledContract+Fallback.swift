import JSON
import Rules

/// Why a template does not stand in for an answer.
enum FallbackFailure: Error {
  /// An expression of it has no value.
  case unfilled(FieldPath, RuleError)
  /// What it gives is not valid or breaks rules.
  case refused(ContractProblem)

  var message: String {
    switch self {
    case .unfilled(let path, let error): "\(path.quoted): \(error)"
    case .refused(let problem): "\(problem)"
    }
  }
}

extension CompiledContract {
  /// The template filled and judged.
  ///
  /// - Precondition: there is one.
  func filled(
    _ request: RequestFacts, _ failure: FailureFacts, now: Timestamp
  ) throws(FallbackFailure) -> (document: JSONValue, report: RuleReport) {
    guard let template else { preconditionFailure("no template") }
    let variables = request.variables(now: now)
    let document: JSONValue
    do throws(DocumentTemplate.Failure) {
      document = try template.fill([
        "request": variables.request, "error": Value(failure.json), "now": .timestamp(now),
      ])
    } catch {
      throw .unfilled(error.path, error.error)
    }
    let verdict = judge.judge(document, variables)
    guard case .accepted(let report) = verdict else { throw .refused(verdict.problem!) }
    return (document, report)
  }
}
