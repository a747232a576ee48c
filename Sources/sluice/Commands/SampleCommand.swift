import JSON
import Masking
import Schema
import Tokenizer

/// `sluice sample`: random valid documents.
enum SampleCommand: Command {
  static let name = "sample"
  static let summary = "draw random valid documents by masked walks"
  static let shape = Arguments.Shape(
    options: ["--schema", "--tokenizer", "--count", "--seed", "--max-tokens", "--draft", "--eos"])
  static let help = """
    usage: sluice sample --schema FILE [--tokenizer FILE] --count N --seed K [OPTIONS]

    Each document is a walk that takes a random allowed token at every step. One a line.

      --schema FILE        the JSON Schema
      --tokenizer FILE     a tokenizer.json; without one, a token is a byte
      --count N            documents to draw (default 1)
      --seed K             the same seed draws the same documents (default 0)
      --max-tokens N       budget of each document (default 256)
      --eos ID             the end token
    \(ConstraintOptions.help)
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    let schema = try InputFile.json(try arguments.required("--schema"))
    let count = try arguments.integer("--count", in: 0...Int(Int32.max)) ?? 1
    let seed = try arguments.integer("--seed", in: Int.min...Int.max) ?? 0
    let budget = try arguments.integer("--max-tokens", in: 1...Int(Int32.max)) ?? 256
    let end = try arguments.integer("--eos", in: 0...Int(Int32.max))
    let (vocabulary, _) = try ConstraintOptions.vocabulary(tokenizer: arguments.value("--tokenizer"), end: end)
    let constraint = try Constraint(
      schema: schema, vocabulary: vocabulary, schemaOptions: try ConstraintOptions.schemaOptions(arguments))
    var walk = RandomWalk(seed: UInt64(bitPattern: Int64(seed)))
    for _ in 0..<count {
      Console.print(String(decoding: try walk.document(constraint, budget: budget), as: UTF8.self))
    }
    return ExitCode.success
  }
}
