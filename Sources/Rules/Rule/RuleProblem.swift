import JSON

/// Why the description of a rule cannot be used.
package enum RuleProblem: Sendable, Hashable, CustomStringConvertible {
  case notAnObject
  case notAList
  case missingField(String)
  case unknownField(String)
  case invalidField(String, expected: String)
  case repeatedID(String)
  /// `optionalOldSelf`, which belongs to rules about an earlier value.
  case transitionRule
  /// Rules below a keyword that does not apply to every value, or whose values are not known.
  case unsupportedPlace(keyword: String)
  /// `fieldPath` that is no path of declared fields.
  case invalidFieldPath(String)

  package var description: String {
    switch self {
    case .notAnObject: "a rule is an object"
    case .notAList: "rules are a list"
    case .missingField(let name): "the field '\(name)' is missing"
    case .unknownField(let name): "unknown field '\(name)'"
    case .invalidField(let name, let expected): "the field '\(name)' should be \(expected)"
    case .repeatedID(let id): "two rules have the id '\(id)'"
    case .transitionRule: "optionalOldSelf is not supported: there is no earlier value to compare with"
    case .unsupportedPlace(let keyword): "rules below '\(keyword)' are not supported"
    case .invalidFieldPath(let path): "'\(path)' is no path of declared fields"
    }
  }
}
