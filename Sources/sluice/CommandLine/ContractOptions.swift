import Decoding
import Gateway

/// Options about the contracts that are served.
enum ContractOptions {
  static let options: Set<String> = ["--contracts", "--contract-store"]
  static let flags: Set<String> = ["--skip-bad-contracts"]

  static let help = """
      --contracts DIR      contracts to serve, each in DIR/<name>/<version>.json; those added later are served too
                           (default: the folder schemas beside the executable or above it, where there is one)
      --contract-store DIR where contracts created over HTTP are kept, and served again after a restart; without it they
                           are gone when the gateway ends
      --skip-bad-contracts serves the others when a contract is refused, instead of none
    """

  /// The contracts that the arguments name, and the folder that is watched for more; nil when some are refused and may
  /// not be skipped, which has been reported.
  static func registry(
    _ arguments: Arguments, _ engine: Engine, for command: String = "serve"
  ) async throws -> (contracts: ContractRegistry, watched: ContractFolder?)? {
    let store = arguments.value("--contract-store").map { ContractFolder(path: $0) }
    let registry = ContractRegistry(compiler: ContractCompiler(engine: engine), store: store)
    var problems: [ContractFileProblem] = []
    let directory = arguments.value("--contracts") ?? Installation.path("schemas", with: "invoice")
    let folder = directory.map { ContractFolder(path: $0) }
    if let folder { problems += try await registry.load(folder) }
    if let store {
      try store.create()
      problems += try await registry.load(store)
    }
    for problem in problems { Console.report("sluice \(command): contract refused: \(problem)") }
    return problems.isEmpty || arguments.has("--skip-bad-contracts") ? (registry, folder) : nil
  }

  /// Registers what comes into the folder until the task is cancelled.
  static func watch(_ folder: ContractFolder?, _ contracts: ContractRegistry) async {
    guard let folder else { return }
    await ContractWatch(folder, contracts).run { Console.report("sluice serve: contract refused: \($0)") }
  }
}
