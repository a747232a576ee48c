import Decoding
import Gateway

/// Options about the contracts that are served.
enum ContractOptions {
  static let options: Set<String> = ["--contracts", "--contract-store"]
  static let flags: Set<String> = ["--skip-bad-contracts"]

  static let help = """
      --contracts DIR      contracts to serve, each in DIR/<name>/<version>.json (default: the folder schemas beside the
                           executable or above it, where there is one)
      --contract-store DIR where contracts created over HTTP are kept, and served again after a restart; without it they
                           are gone when the gateway ends
      --skip-bad-contracts serves the others when a contract is refused, instead of none
    """

  /// The contracts that the arguments name; nil when some are refused and may not be skipped, which has been reported.
  static func registry(_ arguments: Arguments, _ engine: Engine) async throws -> ContractRegistry? {
    let store = arguments.value("--contract-store").map { ContractFolder(path: $0) }
    let registry = ContractRegistry(compiler: ContractCompiler(engine: engine), store: store)
    var problems: [ContractFileProblem] = []
    if let directory = arguments.value("--contracts") ?? Installation.path("schemas", with: "invoice") {
      problems += try await registry.load(ContractFolder(path: directory))
    }
    if let store {
      try store.create()
      problems += try await registry.load(store)
    }
    for problem in problems { Console.report("sluice serve: contract refused: \(problem)") }
    return problems.isEmpty || arguments.has("--skip-bad-contracts") ? registry : nil
  }
}
