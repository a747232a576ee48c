import Decoding
import Gateway
import Glibc

/// `sluice serve`: the HTTP API.
enum ServeCommand: Command {
  static let name = "serve"
  static let summary = "serve the HTTP API, OpenAI's and our own"
  static let shape = Arguments.Shape(
    options: ModelOptions.options.union(["--host", "--port"]).union(ContractOptions.options).union(JournalFile.options)
      .union(LoadOptions.options).union(LoggingOptions.options)
      .union(AccessOptions.options).union(TLSOptions.options).union(JobOptions.options).union(SessionOptions.options),
    flags: ModelOptions.flags.union(ContractOptions.flags).union(LoggingOptions.flags).union(AccessOptions.flags))
  static let help = """
    usage: sluice serve [OPTIONS]

    Prints the address when it listens. SIGTERM or SIGINT lets what runs finish and ends; a second one ends at once.

      --host HOST          a name or numeric address to listen on (default 127.0.0.1)
      --port N             0 for any free port (default 8080)
    \(AccessOptions.help)
    \(TLSOptions.help)
    \(ModelOptions.help)
    \(ContractOptions.help)
    \(JournalFile.help)
    \(JobOptions.help)
    \(SessionOptions.help)
    \(LoadOptions.help)
    \(LoggingOptions.help)

    POST /v1/chat/completions, POST /v1/responses, POST /v1/generate, /v1/contracts, /v1/failures, /v1/jobs,
    /v1/sessions, POST /v1/schemas/check, GET /v1/models, GET /healthz, GET /readyz, GET /metrics, a console at /.
    GET /openapi.json describes them.
    Exit code 0 when all that had begun was answered, 3 when a contract is refused, the address can't be listened on or
    a request was cut off.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    let host = arguments.value("--host") ?? "127.0.0.1"
    let port = try arguments.integer("--port", in: 0...Int(UInt16.max)) ?? 8080
    let keys = try AccessOptions.keys(arguments, host: host)
    let tls = try TLSOptions.identity(arguments)
    // A file that may not grow any more fails as a full disk does, instead of ending the process.
    signal(SIGXFSZ, SIG_IGN)
    // Whoever reads the log may go away.
    signal(SIGPIPE, SIG_IGN)
    var limits = try LoadOptions.limits(arguments)
    limits.takesPublicNames = keys != nil || arguments.has("--allow-anonymous")
    let engine = try ModelOptions.engine(
      arguments, waiting: try LoadOptions.waiting(arguments), width: try LoadOptions.width(arguments),
      cacheBytes: try LoadOptions.cacheBytes(arguments), lookahead: try LoadOptions.lookahead(arguments))
    guard let (contracts, watched) = try await ContractOptions.registry(arguments, engine) else {
      return ExitCode.failure
    }
    let journal = try JournalFile.open(arguments)
    let watch = Task { await ContractOptions.watch(watched, contracts) }
    defer { watch.cancel() }
    let log = LogWriter()
    defer { log.flush() }
    let gateway = Gateway(
      engine: engine, contracts: contracts, keys: keys, jobs: try JobOptions.store(arguments),
      sessions: try SessionOptions.store(arguments), journal: journal,
      limits: limits,
      logOptions: try LoggingOptions.options(arguments), log: { log.write($0) })
    do {
      let isDrained = try await gateway.serve(host: host, port: UInt16(port), tls: tls) { port in
        Console.print("\(tls == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)")
      }
      return isDrained ? ExitCode.success : ExitCode.failure
    } catch {
      Console.report("sluice serve: \(error)")
      return ExitCode.failure
    }
  }
}
