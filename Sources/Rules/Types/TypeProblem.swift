/// Why an expression does not type-check.
package enum TypeProblem: Error, Sendable, Hashable, CustomStringConvertible {
  case undeclared(String)
  case unknownFunction(String)
  case noOverload(function: String, types: [RuleType], candidates: [String])
  case noFields(RuleType)
  case noSuchField(String)
  case notIndexable(RuleType, by: RuleType)
  case notIterable(RuleType)
  case mismatch(given: RuleType, expected: RuleType)
  case invalidPattern(EvaluationProblem)
  /// A rule about the value before an update: there is no such value here.
  case transitionRule

  package var description: String {
    switch self {
    case .undeclared(let name): "undeclared reference to '\(name)'"
    case .unknownFunction(let name): "unknown function '\(name)'"
    case .noOverload(let function, let types, let candidates):
      "no overload of '\(function)' takes (\(types.map(\.description).joined(separator: ", "))); there are "
        + candidates.joined(separator: ", ")
    case .noFields(let type): "\(type) has no fields"
    case .noSuchField(let name): "undeclared field '\(name)'"
    case .notIndexable(let type, let index): "\(type) cannot be indexed by \(index)"
    case .notIterable(let type): "\(type) is neither a list nor a map"
    case .mismatch(let given, let expected): "found \(given), expected \(expected)"
    case .invalidPattern(let problem): "\(problem)"
    case .transitionRule: "oldSelf is not supported: there is no earlier value to compare with"
    }
  }
}
