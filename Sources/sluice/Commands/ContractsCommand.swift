import Gateway

/// `sluice contracts`: registers a folder of contracts and says what is refused.
enum ContractsCommand: Command {
  static let name = "contracts"
  static let summary = "check a folder of contracts"
  static let shape = Arguments.Shape(options: ModelOptions.options, flags: ModelOptions.flags)
  static let help = """
    usage: sluice contracts [OPTIONS] DIR

    Registers each DIR/<name>/<version>.json as the gateway does: schema, rules, templates, fallback and examples. Prints
    those that it takes, each with the rules that the masks keep and those that are judged, then those that it refuses.

    \(ModelOptions.help)

    Exit code 0 when none is refused, 1 when some are.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard let directory = arguments.positions.first else { throw UsageError.missingPosition("DIR") }
    if let word = arguments.positions.dropFirst().first { throw UsageError.unexpectedPosition(word) }
    let registry = ContractRegistry(compiler: ContractCompiler(engine: try ModelOptions.engine(arguments)))
    let problems = try await registry.load(ContractFolder(path: directory))
    for entry in registry.all {
      let (inMask, judged) = (entry.compiled.rulesInMask.count, entry.compiled.ruleCount)
      Console.print(
        "\(entry.contract.id)\(entry.isRetired ? " (retired)" : ""): \(judged) rules, \(inMask) in the mask, "
          + "\(entry.contract.terms.examples.count) examples")
    }
    for problem in problems { Console.report("refused: \(problem)") }
    return problems.isEmpty ? ExitCode.success : ExitCode.negative
  }
}
