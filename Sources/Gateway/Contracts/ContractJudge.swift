import JSON
import Rules
import Schema

/// Schema and rules of a contract, as judges of a document that is whole.
struct ContractJudge: Sendable {
  let validator: CompiledSchema
  let rules: RuleSet

  enum Verdict: Sendable {
    case accepted(RuleReport)
    case violates(SchemaViolation)
    case undecided(SchemaError)
    case rejected(RuleReport)

    /// Why it is not accepted; nil when it is.
    var problem: ContractProblem? {
      switch self {
      case .accepted: nil
      case .violates(let violation): .violatesSchema(violation)
      case .undecided(let error): .undecided(error)
      case .rejected(let report): .breaksRule(report.rejections[0])
      }
    }
  }

  func judge(_ document: JSONValue, _ variables: RuleVariables) -> Verdict {
    do throws(SchemaError) {
      if let violation = try validator.validate(document, limit: 1).violations.first { return .violates(violation) }
    } catch {
      return .undecided(error)
    }
    let report = rules.judge(document, variables)
    return report.accepts ? .accepted(report) : .rejected(report)
  }
}
