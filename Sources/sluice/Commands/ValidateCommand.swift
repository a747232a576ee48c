import JSON
import Schema

/// `sluice validate`: judges instances by a schema.
enum ValidateCommand: Command {
  static let name = "validate"
  static let summary = "judge JSON documents by a schema"
  static let shape = Arguments.Shape(options: ["--schema", "--draft"], flags: ["--formats"])
  static let help = """
    usage: sluice validate --schema FILE [OPTIONS] INSTANCE…

    Prints a line for each instance file, and under an invalid one each violation with its JSON Pointers.

      --schema FILE        the JSON Schema
      --formats            treat `format` as an assertion
    \(ConstraintOptions.help)

    Exit code 0 when all are valid, 1 when one is not, 2 for wrong usage, an unusable schema or a file that is not JSON.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    let schemaPath = try arguments.required("--schema")
    guard !arguments.positions.isEmpty else { throw UsageError.missingPosition("INSTANCE") }
    var options = try ConstraintOptions.schemaOptions(arguments)
    options.formats = arguments.has("--formats") ? .assertion : .annotation
    let schema = try CompiledSchema(try InputFile.json(schemaPath), options: options)
    var code = ExitCode.success
    for path in arguments.positions {
      let result = try schema.validate(try InputFile.json(path))
      Console.print("\(path): \(result.isValid ? "valid" : "invalid")")
      for violation in result.violations { Console.print("  \(violation)") }
      if !result.isValid { code = ExitCode.negative }
    }
    return code
  }
}
