import Gateway
import JSON
import Store

/// `sluice failures`: what the failure journal holds.
enum FailuresCommand: Command {
  static let name = "failures"
  static let summary = "list, show, export and retry recorded failures"
  static let shape = Arguments.Shape(
    options: ModelOptions.options.union(ContractOptions.options).union([
      "--journal", "--kind", "--state", "--contract", "--before", "--limit",
    ]),
    flags: ModelOptions.flags.union(ContractOptions.flags).union(["--json"]))
  static let help = """
    usage: sluice failures list|export --journal FILE [OPTIONS]
           sluice failures show|retry ID… --journal FILE [OPTIONS]

    list prints a line for each failure, the latest first; export prints all there is of them as JSON, one a line, the
    oldest first; show prints one as JSON. retry loads the model and runs the requests again with their contracts and
    seeds, as POST /v1/failures/ID/retry does in a running gateway, and marks them FIXED or STILL_FAILING. A gateway may
    have the journal open meanwhile.

      --journal FILE       the journal that `sluice serve --journal FILE` writes
      --kind KIND          only \(FailureKind.allCases.map(\.rawValue).joined(separator: ", "))
      --state STATE        only \(FailureState.allCases.map(\.rawValue).joined(separator: ", "))
      --contract NAME      only failures under this contract
      --before ID          list only earlier ones, to go on behind a page
      --limit N            list that many (default \(defaultLimit))
      --json               list as JSON, one a line

    For retry, as `sluice serve` has them:

    \(ModelOptions.help)
    \(ContractOptions.help)

    Exit code 1 when a failure does not exist or still fails, 2 when the journal or the model can't be used.
    """
  private static let defaultLimit = 50
  /// Whole records in memory at once.
  private static let chunk = 32

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard let action = arguments.positions.first else {
      throw UsageError.missingPosition("list, show, export or retry")
    }
    let words = arguments.positions.dropFirst()
    switch action {
    case "list", "export":
      if let word = words.first { throw UsageError.unexpectedPosition(word) }
      let journal = try JournalFile.existing(arguments)
      return try await action == "list" ? list(journal, arguments) : export(journal, arguments)
    case "show", "retry":
      guard !words.isEmpty else { throw UsageError.missingPosition("the id of a failure") }
      let ids = try words.map { word in
        guard let id = FailureID(word) else {
          throw UsageError.invalidValue(option: "the id", given: word, expected: "a number of the list")
        }
        return id
      }
      let journal = try JournalFile.existing(arguments)
      return try await action == "show" ? show(ids, journal) : retry(ids, journal, arguments)
    default: throw UsageError.unexpectedPosition(action)
    }
  }

  private static func filter(_ arguments: Arguments) throws -> FailureFilter {
    FailureFilter(
      kind: try arguments.choice("--kind", words(FailureKind.allCases)),
      state: try arguments.choice("--state", words(FailureState.allCases)), contract: arguments.value("--contract"))
  }

  private static func words<Word: RawRepresentable<String>>(_ words: [Word]) -> [String: Word] {
    Dictionary(uniqueKeysWithValues: words.map { ($0.rawValue, $0) })
  }

  private static func list(_ journal: Journal, _ arguments: Arguments) async throws -> Int32 {
    let limit = try arguments.integer("--limit", in: 1...1_000_000) ?? defaultLimit
    let before = try arguments.integer("--before", in: 1...Int.max).map { FailureID(rawValue: Int64($0)) }
    let page = try await journal.list(try filter(arguments), before: before, limit: limit)
    for record in page.records {
      Console.print(arguments.has("--json") ? JSONWriter.write(record.json) : line(record))
    }
    if page.hasMore, let last = page.records.last {
      Console.report("there are earlier ones: --before \(last.id)")
    }
    return ExitCode.success
  }

  private static func line(_ failure: FailureSummary) -> String {
    var parts = ["\(failure.id)", "\(failure.time)", failure.state.rawValue, failure.kind.rawValue, failure.code]
    if let contract = failure.contract { parts.append("\(contract.name)@\(contract.version)") }
    return parts.joined(separator: "  ") + "  " + failure.reason
  }

  private static func export(_ journal: Journal, _ arguments: Arguments) async throws -> Int32 {
    let filter = try filter(arguments)
    var last: FailureID?
    while true {
      let records = try await journal.chunk(filter, after: last, limit: chunk)
      for record in records { Console.print(JSONWriter.write(record.json)) }
      guard let end = records.last else { return ExitCode.success }
      last = end.id
    }
  }

  private static func show(_ ids: [FailureID], _ journal: Journal) async throws -> Int32 {
    var code = ExitCode.success
    for id in ids {
      if let record = try await journal.record(id) {
        Console.print(JSONWriter.write(record.json, style: .pretty))
      } else {
        Console.report("sluice failures: there is no failure \(id)")
        code = ExitCode.negative
      }
    }
    return code
  }

  private static func retry(_ ids: [FailureID], _ journal: Journal, _ arguments: Arguments) async throws -> Int32 {
    let engine = try ModelOptions.engine(arguments)
    guard let (contracts, _) = try await ContractOptions.registry(arguments, engine, for: "failures") else {
      return ExitCode.failure
    }
    let gateway = Gateway(engine: engine, contracts: contracts, journal: journal) {
      Console.report(JSONWriter.write($0.json))
    }
    var code = ExitCode.success
    for id in ids {
      guard let record = try await journal.record(id) else {
        Console.report("sluice failures: there is no failure \(id)")
        code = ExitCode.negative
        continue
      }
      do {
        let retry = try await gateway.retry(record)
        let problems = retry.problems.map { "\($0.code): \($0.reason)" }.joined(separator: "; ")
        Console.print("\(id)  \(retry.record.summary.state.rawValue)" + (problems.isEmpty ? "" : "  \(problems)"))
        if !retry.isFixed { code = ExitCode.negative }
      } catch let error as GatewayError {
        Console.report("sluice failures: \(error.message)")
        code = ExitCode.negative
      }
    }
    return code
  }
}
