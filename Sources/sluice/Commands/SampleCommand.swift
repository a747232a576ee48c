import JSON
import Masking
import Schema
import Tokenizer
import Verification

/// `sluice sample`: random valid documents.
enum SampleCommand: Command {
  static let name = "sample"
  static let summary = "draw random valid documents by masked walks"
  static let shape = Arguments.Shape(
    options: [
      "--schema", "--schemas", "--limit", "--tokenizer", "--vocab-size", "--count", "--seed", "--max-tokens",
      "--choice",
      "--draft", "--eos",
    ])
  static let help = """
    usage: sluice sample --schema FILE [--tokenizer FILE] --count N --seed K [OPTIONS]
           sluice sample --schemas FILE [--limit M] [--tokenizer FILE] --count N --seed K [OPTIONS]

    Each document is a walk that takes a random allowed token at every step.

      --schema FILE        the JSON Schema; prints one document a line
      --schemas FILE       one {"id", "schema"} a line; prints {"id", "text"} for each document, {"id", "refused"} for a
                           schema that the masks don't take, {"id", "stuck"} for a walk that could not be completed;
                           "rollbacks" counts the tokens that were taken back for a guarded keyword
      --limit M            only M schemas of the file, at even distances
      --tokenizer FILE     a tokenizer.json; without one, a token is a byte
      --vocab-size N       rows of the model's logits
      --count N            documents to draw from each schema (default 1)
      --seed K             the same seed draws the same documents (default 0)
      --max-tokens N       budget of each document (default 256); with --schemas, where that is too small, it is the
                           number that is needed and as much again
      --choice C           uniform (default): every allowed token alike; byte-first: a byte that may come next, then a
                           token that starts with it; mixed: the two in turn
      --eos ID             the end token
    \(ConstraintOptions.help)

    Exit code 1 when a walk got stuck.
    """

  private static let choices: [String: [TokenChoice]] = [
    "uniform": [.uniform], "byte-first": [.byteFirst], "mixed": [.byteFirst, .uniform],
  ]

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    let count = try arguments.integer("--count", in: 0...Int(Int32.max)) ?? 1
    let seed = UInt64(bitPattern: Int64(try arguments.integer("--seed", in: Int.min...Int.max) ?? 0))
    let budget = try arguments.integer("--max-tokens", in: 1...Int(Int32.max)) ?? 256
    let limit = try arguments.integer("--limit", in: 1...Int(Int32.max))
    let choices = try arguments.choice("--choice", choices) ?? [.uniform]
    let end = try arguments.integer("--eos", in: 0...Int(Int32.max))
    let size = try arguments.integer("--vocab-size", in: 1...Int(Int32.max))
    let options = try ConstraintOptions.schemaOptions(arguments)
    let (vocabulary, _) = try ConstraintOptions.vocabulary(
      tokenizer: arguments.value("--tokenizer"), size: size, end: end)
    guard let path = arguments.value("--schemas") else {
      let schema = try InputFile.json(try arguments.required("--schema"))
      let constraint = try Constraint(schema: schema, vocabulary: vocabulary, schemaOptions: options)
      var walk = RandomWalk(seed: seed)
      var code = ExitCode.success
      for number in 0..<count {
        let outcome = try walk.document(constraint, budget: budget, choice: choices[number % choices.count])
        Console.print(String(decoding: outcome.text, as: UTF8.self))
        if !outcome.isComplete { code = ExitCode.negative }
      }
      return code
    }
    if arguments.value("--schema") != nil { throw UsageError.conflictingOptions("--schema", "--schemas") }
    let rows = try InputFile.jsonLines(path)
    var code = ExitCode.success
    for index in InputFile.spread(rows.count, over: limit ?? rows.count).prefix(limit ?? rows.count) {
      let id = rows[index]["id"] ?? .string("line \(index + 1)")
      let constraint: Constraint
      do throws(MaskingError) {
        constraint = try Constraint(
          schema: rows[index]["schema"] ?? .null, vocabulary: vocabulary, schemaOptions: options)
      } catch {
        Console.print(JSONWriter.write(["id": id, "refused": .string("\(error)")]))
        continue
      }
      // Of the schema's place in the file, so that a part of it draws the same documents as the whole.
      var walk = RandomWalk(seed: seed &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15)
      for number in 0..<count {
        let answer = draw(constraint, &walk, budget, choices[number % choices.count])
        if answer.key == "stuck" { code = ExitCode.negative }
        var line = JSONObject()
        line["id"] = id
        line[answer.key] = .string(answer.text)
        if answer.rollbacks > 0 { line["rollbacks"] = .integer(answer.rollbacks) }
        Console.print(JSONWriter.write(.object(line)))
      }
    }
    return code
  }

  /// The document under `text`, or what came of it under `stuck`.
  private static func draw(
    _ constraint: Constraint, _ walk: inout RandomWalk, _ budget: Int, _ choice: TokenChoice
  ) -> (key: ExactString, text: String, rollbacks: Int) {
    do throws(MaskingError) {
      let outcome: RandomWalk.Outcome
      do throws(MaskingError) {
        outcome = try walk.document(constraint, budget: budget, choice: choice)
      } catch .budgetTooSmall(_, let needed) {
        outcome = try walk.document(constraint, budget: 2 * needed, choice: choice)
      }
      let text = String(decoding: outcome.text, as: UTF8.self)
      return (outcome.isComplete ? "text" : "stuck", text, outcome.rollbacks)
    } catch {
      return ("stuck", "\(error)", 0)
    }
  }
}
