import JSON
import Masking
import Schema
import Tokenizer

/// `sluice suite`: the official JSON Schema test suite through the masks.
enum SuiteCommand: Command {
  static let name = "suite"
  static let summary = "run the official JSON Schema test suite through the masks"
  static let shape = Arguments.Shape(
    options: ["--draft", "--tokenizer", "--vocab-size", "--eos"], flags: ["--json", "--formats"])
  static let help = """
    usage: sluice suite DIR [OPTIONS]

    DIR is the JSON-Schema-Test-Suite, with `tests` and `remotes`. Every required case is written compactly and pushed
    through the masks byte by byte, and by the tokens of a tokenizer when one is given, any property order allowed.
    Formats are annotations, as in the suite, but for `--formats`. A schema refused because it has no valid instance agrees with the cases
    that are invalid. Prints a line for each draft, and each case that is wrong and each schema that is refused.

      --formats            the cases of `optional/format` instead, with formats as assertions
      --draft D            only this draft: 4, 6, 7, 2019-09, 2020-12 (default: all)
      --tokenizer FILE     a tokenizer.json
      --vocab-size N       rows of the model's logits
      --eos ID             the end token
      --json               print everything as one JSON array, an object for each draft

    Exit code 1 when a case is judged wrong or a schema is refused.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard let root = arguments.positions.first else { throw UsageError.missingPosition("DIR") }
    if arguments.positions.count > 1 { throw UsageError.unexpectedPosition(arguments.positions[1]) }
    let only = try arguments.choice("--draft", ConstraintOptions.drafts)
    let size = try arguments.integer("--vocab-size", in: 1...Int(Int32.max))
    let end = try arguments.integer("--eos", in: 0...Int(Int32.max))
    let (bytes, _) = try ConstraintOptions.vocabulary(tokenizer: nil)
    var tokens: (vocabulary: MaskingVocabulary, tokenizer: Tokenizer)?
    if let path = arguments.value("--tokenizer") {
      let (vocabulary, tokenizer) = try ConstraintOptions.vocabulary(tokenizer: path, size: size, end: end)
      tokens = (vocabulary, tokenizer!)
    }
    let part: OfficialSuite.Part = arguments.has("--formats") ? .formats : .required
    let run = SuiteRun(try OfficialSuite(root), part, bytes: bytes, tokens: tokens)
    var tallies: [SuiteTally] = []
    for (folder, draft) in OfficialSuite.drafts where only == nil || only == draft {
      let tally = try run.run(folder, draft)
      tallies.append(tally)
      if !arguments.has("--json") { report(tally) }
    }
    if arguments.has("--json") { Console.print(JSONWriter.write(.array(tallies.map(\.json)), style: .pretty)) }
    return tallies.allSatisfy { $0.agreed == $0.cases } ? ExitCode.success : ExitCode.negative
  }

  private static func report(_ tally: SuiteTally) {
    Console.print(
      "\(tally.draft): \(tally.cases) cases: \(tally.agreed) agreed, \(tally.refused) refused, "
        + "\(tally.wronglyAccepted) wrongly accepted, \(tally.wronglyRejected) wrongly rejected")
    for (title, reason) in tally.wrong { Console.print("  wrong    \(title): \(reason)") }
    for (title, reason) in tally.refusals { Console.print("  refused  \(title): \(reason)") }
  }
}
