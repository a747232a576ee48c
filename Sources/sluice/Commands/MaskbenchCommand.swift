import JSON
import Masking
import Schema
import Tokenizer

/// `sluice maskbench`: replays instances against the masks of their schemas, and times every step.
enum MaskbenchCommand: Command {
  static let name = "maskbench"
  static let summary = "replay a file of schemas and instances through the masks"
  static let shape = Arguments.Shape(
    options: [
      "--data", "--tokenizer", "--vocab-size", "--eos", "--summary", "--results", "--property-order", "--draft",
      "--clock",
    ])
  static let help = """
    usage: sluice maskbench --data FILE --tokenizer FILE --vocab-size N --eos ID [OPTIONS]

    FILE has one {"id", "schema", "tests": [{"valid", "data", "text"}]} a line; `text`, when present, is the instance
    exactly as it is to be tokenised. An instance counts as accepted when every token of it is allowed and the text may
    end after it. Any JSON whitespace is allowed, and the bounds that only serve termination are left out.

      --data FILE          schemas with their instances
      --tokenizer FILE     a tokenizer.json
      --vocab-size N       rows of the model's logits
      --eos ID             the end token
      --summary FILE       write counts and percentiles (microseconds) as JSON
      --results FILE       write {"id","status","error","ttfm_us","mismatches"} for each schema, one a line
      --property-order O   any (default) or declared
      --clock C            wall (default), or cpu: the time that the thread computed, for busy machines
    \(ConstraintOptions.help)

    ttfm is parsing and compiling a schema and computing its first mask; tbm is one step: the mask, the look-up of the
    next token in it, and the advance by that token.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    let rows = try InputFile.lines(try arguments.required("--data"))
    let tokenizerPath = try arguments.required("--tokenizer")
    let size = try arguments.integer("--vocab-size", in: 1...Int(Int32.max))
    guard let end = try arguments.integer("--eos", in: 0...Int(Int32.max)) else {
      throw UsageError.missingOption("--eos")
    }
    let orders: [String: Maskbench.PropertyOrder] = ["any": .any, "declared": .declared]
    let order = try arguments.choice("--property-order", orders) ?? .any
    let clock = try arguments.choice("--clock", ["wall": StepClock.wall, "cpu": .cpu]) ?? .wall
    let (vocabulary, tokenizer) = try ConstraintOptions.vocabulary(tokenizer: tokenizerPath, size: size, end: end)
    var bench = Maskbench(
      vocabulary: vocabulary, tokenizer: tokenizer!, order: order,
      options: try ConstraintOptions.schemaOptions(arguments), clock: clock)
    var results = ""
    for (index, row) in rows.enumerated() {
      let value: JSONValue
      do throws(JSONParseError) {
        value = try JSONParser.parse(bytes: row)
      } catch {
        throw InputFile.Failure.notJSON(path: "line \(index + 1)", error)
      }
      results += JSONWriter.write(try bench.run(value)) + "\n"
    }
    if let path = arguments.value("--results") { try InputFile.write(results, to: path) }
    let summary = bench.summary
    if let path = arguments.value("--summary") {
      try InputFile.write(JSONWriter.write(summary, style: .pretty) + "\n", to: path)
    }
    Console.print(JSONWriter.write(summary, style: .pretty))
    return ExitCode.success
  }
}
