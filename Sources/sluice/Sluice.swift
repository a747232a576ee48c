import Glibc

/// The command line: finds the subcommand and turns its errors into messages and exit codes.
@main
struct Sluice {
  static let commands: [any Command.Type] = [
    ServeCommand.self, GenerateCommand.self, InspectCommand.self, ValidateCommand.self, CheckCommand.self,
    MaskCommand.self,
    SampleCommand.self,
    MaskbenchCommand.self, SuiteCommand.self, OracleCommand.self, JudgeCommand.self,
    RulesCommand.self, EvalCommand.self, ContractsCommand.self, FailuresCommand.self,
    KeysCommand.self, QuantizeCommand.self, BenchCommand.self, CUDACheckCommand.self,
  ]

  static func main() async {
    exit(await run(Array(CommandLine.arguments.dropFirst())))
  }

  private static func run(_ words: [String]) async -> Int32 {
    guard let name = words.first, name != "--help", name != "-h", name != "help" else {
      Console.print(overview)
      return words.isEmpty ? ExitCode.usage : ExitCode.success
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      Console.report("sluice: \(UsageError.unknownCommand(name)); see sluice --help")
      return ExitCode.usage
    }
    do {
      let arguments = try Arguments(words.dropFirst(), command.shape)
      if arguments.wantsHelp {
        Console.print(command.help)
        return ExitCode.success
      }
      return try await command.run(arguments)
    } catch let error as UsageError {
      Console.report("sluice \(name): \(error); see sluice \(name) --help")
      return ExitCode.usage
    } catch {
      Console.report("sluice \(name): \(error)")
      return ExitCode.usage
    }
  }

  private static var overview: String {
    let width = commands.map { $0.name.count }.max()! + 2
    let list = commands.map { command in
      "  " + command.name + String(repeating: " ", count: width - command.name.count) + command.summary
    }
    return """
      Sluice: JSON that is valid by construction.

      usage: sluice COMMAND [OPTIONS]

      \(list.joined(separator: "\n"))

      sluice COMMAND --help tells a command's options. Exit codes: 0 success, 1 the answer is no, 2 wrong usage or
      unusable input, 3 failure.
      """
  }
}
