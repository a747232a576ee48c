import JSON
import Rules

/// `sluice eval`: the value of a CEL expression.
enum EvalCommand: Command {
  static let name = "eval"
  static let summary = "evaluate a CEL expression"
  static let shape = Arguments.Shape(
    options: RuleOptions.options.union(["--self", "--schema", "--cost-limit"]), flags: ["--cost"])
  static let help = """
    usage: sluice eval EXPRESSION [OPTIONS]

    Prints the value as JSON. The variables are `self`, `request` and `now`.

      --self FILE          JSON for `self` (default: null)
      --schema FILE        the JSON Schema that gives `self` its type
    \(RuleOptions.help)
      --cost-limit N       units of cost that the evaluation may take (default: \(Program.defaultCostLimit))
      --cost               also print the cost, on standard error

    Exit code 0 when there is a value, 1 when the evaluation fails, 2 for wrong usage or an expression that does not
    type-check.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard let text = arguments.positions.first else { throw UsageError.missingPosition("EXPRESSION") }
    if arguments.positions.count > 1 { throw UsageError.unexpectedPosition(arguments.positions[1]) }
    let schema = try arguments.value("--schema").map(InputFile.json) ?? true
    let document = try arguments.value("--self").map(InputFile.json) ?? .null
    let limit = try arguments.integer("--cost-limit", in: 1...Int.max) ?? Program.defaultCostLimit
    let variables = try RuleOptions.variables(arguments)
    let expression = try DocumentExpression(text, schema: schema)
    do {
      let (value, cost) = try expression.evaluate(document, variables, costLimit: limit)
      Console.print(JSONWriter.write(try value.json()))
      if arguments.has("--cost") { Console.report("cost \(cost)") }
      return ExitCode.success
    } catch {
      Console.report("sluice eval: \(error)")
      return ExitCode.negative
    }
  }
}
