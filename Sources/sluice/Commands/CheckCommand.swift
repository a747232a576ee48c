import JSON
import Masking
import Schema
import Tokenizer

/// `sluice check`: what the masks make of a schema.
enum CheckCommand: Command {
  static let name = "check"
  static let summary = "report how a schema is enforced, and what is likely wrong with it"
  static let shape = Arguments.Shape(
    options: ["--schema", "--tokenizer", "--eos", "--draft", "--default-dialect", "--property-order"],
    flags: ["--json", "--format-annotation"])
  static let help = """
    usage: sluice check --schema FILE [OPTIONS]

    Says for every keyword whether it is masked, guarded, an annotation or refused, how short and how long documents
    get, and what in the schema is likely not meant as it stands.

      --schema FILE        the JSON Schema
      --json               one JSON object instead of text
      --tokenizer FILE     a tokenizer.json, to count the shortest document in tokens
      --eos ID             the end token
      --property-order O   declared (default) or any
      --format-annotation  treat `format` as an annotation
    \(ConstraintOptions.help)
      --default-dialect D  the same as --draft

    Exit code 0 when all is enforced, 1 when the schema is refused or no value is valid, 2 for wrong usage or files that
    can't be used.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    let schema = try InputFile.json(try arguments.required("--schema"))
    var schemaOptions = try ConstraintOptions.schemaOptions(arguments)
    if let draft = try arguments.choice("--default-dialect", ConstraintOptions.drafts) {
      schemaOptions.defaultDraft = draft
    }
    if arguments.has("--format-annotation") { schemaOptions.formats = .annotation }
    var options = RecognizerOptions.generation
    let orders: [String: RecognizerOptions.PropertyOrder] = ["declared": .declared, "any": .any]
    if let order = try arguments.choice("--property-order", orders) { options.propertyOrder = order }
    let report = EnforcementReport(schema: schema, schemaOptions: schemaOptions, options: options)
    var tokens: Int?
    if let path = arguments.value("--tokenizer") {
      let end = try arguments.integer("--eos", in: 0...Int(Int32.max))
      let (vocabulary, _) = try ConstraintOptions.vocabulary(tokenizer: path, end: end)
      tokens = try report.shortestTokens(in: vocabulary)
    }
    if arguments.has("--json") {
      Console.print(JSONWriter.write(report.json(shortestTokens: tokens)))
    } else {
      for line in lines(report, tokens) { Console.print(line) }
    }
    return report.verdict == .enforced ? ExitCode.success : ExitCode.negative
  }

  private static func lines(_ report: EnforcementReport, _ tokens: Int?) -> [String] {
    var lines = ["verdict   \(report.verdict.rawValue)"]
    lines.append("draft     \(report.draft.name), property order \(report.options.propertyOrder.rawValue)")
    let counts = ["masked", "guarded", "annotation", "refused"].map { "\(report.count($0)) \($0)" }
    lines.append("keywords  \(counts.joined(separator: ", "))")
    if let shortest = report.shortest {
      let count = tokens.map { ", \($0) tokens" } ?? ""
      lines.append("shortest  \(shortest.count) bytes\(count): \(String(decoding: shortest, as: UTF8.self))")
      lines.append("longest   \(report.longestBytes.map { "at most \($0) bytes" } ?? "unbounded")")
    }
    if !report.refusals.isEmpty { lines += ["", "refusals"] + report.refusals.map { "  \($0)" } }
    if !report.lint.isEmpty {
      lines += ["", "lint"]
      lines += report.lint.map { "  \($0.location): \($0.severity.rawValue) \($0.code.rawValue): \($0.message)" }
    }
    if !report.notes.isEmpty {
      lines += ["", "worst cases"] + report.notes.map { "  \($0.location): \($0.code): \($0.message)" }
    }
    if !report.keywords.isEmpty { lines += ["", "keywords"] + report.keywords.map(line) }
    return lines
  }

  private static func line(_ entry: KeywordEntry) -> String {
    let status =
      switch entry.status {
      case .masked, .guarded: entry.status.name
      case .annotation(let reason): "annotation (\(reason.rawValue))"
      case .refused(let error): "refused (\(error.code))"
      }
    return "  \(entry.location)  \(status)"
  }
}
