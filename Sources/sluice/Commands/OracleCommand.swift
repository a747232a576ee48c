import JSON
import Masking
import Schema
import Tokenizer
import Verification

/// `sluice oracle`: masks against the definition of a mask.
enum OracleCommand: Command {
  static let name = "oracle"
  static let summary = "compare masks at random states with trying every token"
  static let shape = Arguments.Shape(
    options: [
      "--schemas", "--tokenizer", "--vocab-size", "--eos", "--states", "--walks", "--steps", "--seed", "--draft",
    ],
    flags: ["--any-text"])
  static let help = """
    usage: sluice oracle --schemas FILE [--tokenizer FILE] [OPTIONS]

    FILE has one {"id", "schema"} a line. Takes random walks through the masks of schemas spread over the file, and at
    the end of each compares the mask with one made by trying every token byte by byte: once without a budget, and once
    with a budget that is a little more than the document needs. Refused schemas are counted and left.

      --schemas FILE       the schemas
      --tokenizer FILE     a tokenizer.json; without one, a token is a byte
      --vocab-size N       rows of the model's logits
      --eos ID             the end token
      --states N           states to compare (default 2000)
      --walks N            walks through each schema (default 4)
      --steps N            tokens of the longest walk (default 40)
      --seed K             the same seed takes the same walks (default 0)
      --any-text           the masks that allow every JSON text of a valid value
    \(ConstraintOptions.help)

    Exit code 1 when masks differ.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    let rows = try InputFile.jsonLines(try arguments.required("--schemas"))
    let size = try arguments.integer("--vocab-size", in: 1...Int(Int32.max))
    let end = try arguments.integer("--eos", in: 0...Int(Int32.max))
    let states = try arguments.integer("--states", in: 1...1_000_000) ?? 2_000
    let walks = try arguments.integer("--walks", in: 1...1_000_000) ?? 4
    let steps = try arguments.integer("--steps", in: 0...100_000) ?? 40
    let seed = try arguments.integer("--seed", in: Int.min...Int.max) ?? 0
    let (vocabulary, _) = try ConstraintOptions.vocabulary(
      tokenizer: arguments.value("--tokenizer"), size: size, end: end)
    var survey = OracleSurvey(
      vocabulary, schemaOptions: try ConstraintOptions.schemaOptions(arguments),
      options: arguments.has("--any-text") ? .acceptance : .generation, seed: UInt64(bitPattern: Int64(seed)))
    var failures = 0
    // Refused schemas give no states, so the walk through the file goes on until there are enough, with a stride that
    // would do were none refused.
    for index in InputFile.spread(rows.count, over: (states + walks - 1) / walks) where survey.states < states {
      let name = rows[index]["id"]?.stringValue ?? "line \(index + 1)"
      do throws(MaskingError) {
        try survey.compare(
          name, rows[index]["schema"] ?? .null, walks: min(walks, states - survey.states), steps: steps)
      } catch {
        failures += 1
        Console.print("\(name): \(error)")
      }
    }
    for disagreement in survey.disagreements { Console.print(describe(disagreement, vocabulary)) }
    Console.print(
      "\(survey.states) states of \(survey.schemas) schemas, \(vocabulary.size) tokens: "
        + "\(survey.disagreements.count) masks differ, \(failures) walks failed, \(survey.refused) schemas refused; "
        + "as many compared with a budget")
    return survey.disagreements.isEmpty && failures == 0 ? ExitCode.success : ExitCode.negative
  }

  private static func describe(_ entry: OracleSurvey.Disagreement, _ vocabulary: MaskingVocabulary) -> String {
    func list(_ tokens: [TokenID]) -> String {
      let shown = tokens.prefix(5).map { token in
        "\(token) \(JSONWriter.quote(String(decoding: vocabulary.bytes(of: token), as: UTF8.self)))"
      }
      return shown.joined(separator: ", ") + (tokens.count > 5 ? " and \(tokens.count - 5) more" : "")
    }
    return """
      \(entry.schema) after \(String(decoding: entry.text, as: UTF8.self)), \
      \(entry.remaining.map { "\($0) tokens left" } ?? "no budget"): \
      only the mask allows [\(list(entry.onlyMask))], only the oracle [\(list(entry.onlyOracle))]
      """
  }
}
