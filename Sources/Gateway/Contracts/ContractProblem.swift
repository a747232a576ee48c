import JSON
package import Rules
package import Schema

/// Why a contract that can be read cannot be relied on.
package enum ContractProblem: Sendable, Hashable, CustomStringConvertible {
  /// Malformed, not enforced, or satisfied by nothing.
  case schema(SchemaError)
  /// A rule that is malformed or does not type-check.
  case rule(RuleError)
  /// No document satisfies the schema and those rules that the masks enforce.
  case contradiction(rules: [String], SchemaError)
  case openExpression
  case expression(String, RuleError)
  /// The template gives no document for the request of an example, or for an empty request where there is none.
  case unfillable(FieldPath, RuleError, example: FieldPath?)
  /// What the contract would answer, or what an example calls valid, is not valid.
  case violatesSchema(SchemaViolation)
  case undecided(SchemaError)
  case breaksRule(RuleVerdict)
  /// What an example calls invalid is taken.
  case accepted
  /// An example is refused, but not by what it names; `by` has what does.
  case otherwiseRefused(expected: String, by: String)

  package var description: String {
    switch self {
    case .schema(let error): "\(error)"
    case .rule(let error): "\(error)"
    case .contradiction(let rules, let error):
      "no document satisfies the schema and the rules \(rules.joined(separator: ", ")): \(error)"
    case .openExpression: "'{{' without '}}'"
    case .expression(let text, let error): "'{{\(text)}}': \(error)"
    case .unfillable(let path, let error, let example):
      "\(path.quoted) has no value for "
        + (example.map { "the request of \($0.quoted)" } ?? "a request without text and variables") + ": \(error)"
    case .violatesSchema(let violation):
      "it is not valid" + (violation.instanceLocation.tokens.isEmpty ? "" : " at '\(violation.instanceLocation)'")
        + ": \(violation.message) (\(violation.absoluteKeywordLocation))"
    case .undecided(let error): "the validator cannot judge it: \(error)"
    case .breaksRule(let verdict): "it breaks the rule '\(verdict.rule.id)': \(verdict.message)"
    case .accepted: "it is called invalid, but schema and rules take it"
    case .otherwiseRefused(let expected, let by): "it should break \(expected), but it breaks \(by)"
    }
  }
}
