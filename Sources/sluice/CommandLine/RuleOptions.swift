import JSON
import Rules

/// Options about the variables of rules that commands share.
enum RuleOptions {
  static let options: Set<String> = ["--request", "--now"]

  static let help = """
      --request FILE       JSON for `request` (default: null)
      --now TIME           RFC 3339 time for `now` (default: the present)
    """

  static func variables(_ arguments: Arguments) throws -> RuleVariables {
    let request = try arguments.value("--request").map(InputFile.json) ?? .null
    guard let text = arguments.value("--now") else { return RuleVariables(request: request, now: try .now()) }
    do throws(EvaluationProblem) {
      return RuleVariables(request: request, now: try Timestamp(text: text))
    } catch {
      throw UsageError.invalidValue(option: "--now", given: text, expected: "an RFC 3339 time")
    }
  }
}
