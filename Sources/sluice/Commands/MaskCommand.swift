import JSON
import Masking
import Schema
import Tokenizer

/// `sluice mask`: what may come next, and why.
enum MaskCommand: Command {
  static let name = "mask"
  static let summary = "show which tokens a schema allows after a prefix"
  static let shape = Arguments.Shape(
    options: ["--schema", "--tokenizer", "--prefix", "--draft", "--remaining", "--limit", "--eos"],
    flags: ["--any-text"])
  static let help = """
    usage: sluice mask --schema FILE [--tokenizer FILE] --prefix TEXT [OPTIONS]

    Shows the state of the document after TEXT, the bytes that may follow, and the tokens that the mask allows.

      --schema FILE        the JSON Schema
      --tokenizer FILE     a tokenizer.json; without one, a token is a byte
      --prefix TEXT        the document so far (may be empty)
      --remaining N        tokens that are left: narrows the mask as generation does
      --limit N            tokens to list (default 40)
      --eos ID             the end token
      --any-text           allow every JSON text of a valid value: any whitespace, order and number form
    \(ConstraintOptions.help)

    Exit code 1 when the prefix is not the start of a valid document.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    let schema = try InputFile.json(try arguments.required("--schema"))
    let prefix = Array(try arguments.required("--prefix").utf8)
    let end = try arguments.integer("--eos", in: 0...Int(Int32.max))
    let limit = try arguments.integer("--limit", in: 0...1_000_000) ?? 40
    let remaining = try arguments.integer("--remaining", in: 1...Int(Int32.max))
    let (vocabulary, _) = try ConstraintOptions.vocabulary(tokenizer: arguments.value("--tokenizer"), end: end)
    let constraint = try Constraint(
      try SchemaDocument(schema, options: try ConstraintOptions.schemaOptions(arguments)), vocabulary: vocabulary,
      options: arguments.has("--any-text") ? .acceptance : .generation)
    var matcher = try Matcher(constraint)
    let taken = try matcher.accept(bytes: prefix)
    if taken < prefix.count {
      Console.print("the document can't go on with byte \(taken) of the prefix:")
      Console.print("  after   \(quoted(prefix[..<taken]))")
      Console.print("  given   \(quoted(prefix[taken...]))")
    }
    Console.print("state     \(try matcher.stateDescription())")
    Console.print("complete  \(try matcher.isAccepting ? "yes" : "no")")
    Console.print("shortest  \(quoted(try matcher.completionText()[...]))")
    Console.print("bytes     \(try matcher.allowedBytes().map { quoted([$0]) }.joined(separator: " "))")
    let mask = try matcher.mask(remaining: remaining)
    let tokens = mask.allowedTokens
    Console.print(
      "tokens    \(tokens.count) of \(vocabulary.size) allowed\(tokens.count == 1 ? ", so it is forced" : "")")
    for token in tokens.prefix(limit) {
      let bytes = vocabulary.endTokens.contains(token) ? "end of text" : quoted(vocabulary.bytes(of: token))
      Console.print("  \(token)\t\(bytes)")
    }
    if tokens.count > limit { Console.print("  … \(tokens.count - limit) more") }
    return taken < prefix.count ? ExitCode.negative : ExitCode.success
  }

  private static func quoted(_ bytes: some Collection<UInt8>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return JSONWriter.quote(text) }
    return bytes.map { ($0 < 16 ? "0x0" : "0x") + String($0, radix: 16) }.joined(separator: " ")
  }
}
