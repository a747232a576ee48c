import JSON
import Rules

/// `sluice rules`: checks rules and judges outputs by them.
enum RulesCommand: Command {
  static let name = "rules"
  static let summary = "check rules in CEL, and judge JSON documents by them"
  static let shape = Arguments.Shape(
    options: RuleOptions.options.union(["--schema", "--rules", "--document-bytes"]))
  static let help = """
    usage: sluice rules [OPTIONS] [OUTPUT…]

    Checks the rules that a schema carries (x-kubernetes-validations) and those of a file. Prints each with what one
    evaluation costs at most, or, for each output, the rules that it breaks.

      --schema FILE        the JSON Schema
      --rules FILE         a list of rules: id, expression, message, messageExpression, severity, attempts
    \(RuleOptions.help)
      --document-bytes N   size of outputs and requests that costs are estimated for (default: 10000)

    Exit code 0 when nothing is rejected, 1 when an output is, 2 for wrong usage or rules that do not type-check.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    let schema = try arguments.value("--schema").map(InputFile.json) ?? true
    let rules = try arguments.value("--rules").map { try Rule.list(try InputFile.json($0)) } ?? []
    let set = try RuleSet(rules, schema: schema)
    guard !arguments.positions.isEmpty else {
      let bytes = try arguments.integer("--document-bytes", in: 1...Int.max) ?? 10_000
      for (rule, cost) in set.estimates(documentBytes: bytes) {
        let isLow = cost.maximum <= set.limits.costPerEvaluation
        let note = isLow ? "" : ", above the limit of \(set.limits.costPerEvaluation)"
        Console.print("\(rule.id): \(rule.severity.rawValue), cost \(cost.minimum) to \(cost.maximum)\(note)")
      }
      return ExitCode.success
    }
    let variables = try RuleOptions.variables(arguments)
    var code = ExitCode.success
    for path in arguments.positions {
      let report = set.judge(try InputFile.json(path), variables)
      Console.print("\(path): \(report.accepts ? "accepted" : "rejected")")
      for verdict in report.violations {
        let place = verdict.place.tokens.isEmpty ? "the output" : "\(verdict.place)"
        Console.print("  \(verdict.rule.severity.rawValue) \(place): \(verdict.message) (\(verdict.rule.id))")
      }
      if report.omitted > 0 { Console.print("  and \(report.omitted) more") }
      if !report.accepts { code = ExitCode.negative }
    }
    return code
  }
}
