import Decoding
import Gateway
import JSON
import Tokenizer

/// `sluice generate`: one document, on the standard output.
enum GenerateCommand: Command {
  static let name = "generate"
  static let summary = "generate a document of a schema"
  static let shape = Arguments.Shape(
    options: ModelOptions.options.union([
      "--schema", "--prompt", "--messages", "--max-tokens", "--seed", "--temperature", "--top-p", "--top-k", "--min-p",
      "--repetition-penalty", "--kv-cache",
    ]), flags: ModelOptions.flags.union(["--stats"]))
  static let help = """
    usage: sluice generate --schema FILE --prompt TEXT|--messages FILE [OPTIONS]

    Prints the document alone on standard output.

      --schema FILE        the JSON Schema; without one the model writes any text
      --prompt TEXT        what the user says
      --messages FILE      a conversation instead: [{"role": "system" | "user" | "assistant", "content": TEXT}, …]
      --max-tokens N       tokens that the document may have (default \(defaultMaxTokens), or what the context has room for)
      --temperature T      0 takes the most likely token (default of this and the next four: the model's own)
      --top-p P            keep the most likely tokens until they hold this share of the probability
      --top-k K            keep this many of the most likely tokens
      --min-p P            drop tokens less likely than this share of the most likely one
      --repetition-penalty R  divide the logits of tokens that have come before
      --seed N             the same seed gives the same document (default 0)
      --kv-cache MIB       memory for keys and values (default: what the longest text needs); the context is no longer than
                           what fits
      --stats              tokens and tokens/s on standard error
    \(ModelOptions.help)

    Exit code 2 when the schema, the budget or the model can't be used, 3 when the generation failed.
    """
  private static let defaultMaxTokens = 1024

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if let word = arguments.positions.first { throw UsageError.unexpectedPosition(word) }
    let schema = try arguments.value("--schema").map { try InputFile.json($0) }
    let messages = try messages(arguments)
    let maxTokens = try arguments.integer("--max-tokens", in: 1...Int(Int32.max))
    let engine = try ModelOptions.engine(arguments, cacheBytes: try LoadOptions.cacheBytes(arguments))
    let sampling = try sampling(arguments, engine.sampling)
    let prompt = try engine.prompt(messages, schema: schema)
    let room = max(engine.contextLength - prompt.count, 1)
    var request = GenerationRequest(
      promptTokens: prompt, sampling: sampling, maxTokens: maxTokens ?? min(defaultMaxTokens, room))
    if let schema { request.constraint = .document(try await engine.compile(schema: schema)) }
    do {
      let result = try await engine.generate(request)
      Console.print(result.text)
      if arguments.has("--stats") { report(result) }
      return ExitCode.success
    } catch {
      Console.report("sluice generate: \(error)")
      switch error {
      case .schema, .toolSchema, .noArguments, .budgetTooSmall, .contextExceeded, .sampling, .tokenizer:
        return ExitCode.usage
      case .overloaded, .cancelled, .model, .masking, .invalidDocument: return ExitCode.failure
      }
    }
  }

  private static func messages(_ arguments: Arguments) throws -> [ChatMessage] {
    switch (arguments.value("--prompt"), arguments.value("--messages")) {
    case (let prompt?, nil): return [ChatMessage(role: .user, content: prompt)]
    case (nil, let path?):
      guard let items = try InputFile.json(path).arrayValue else {
        throw UsageError.invalidValue(option: "--messages", given: path, expected: "a file of an array of messages")
      }
      return try ChatMessage.list(items, at: .body)
    case (nil, nil): throw UsageError.missingOption("--prompt or --messages")
    case (_?, _?): throw UsageError.conflictingOptions("--prompt", "--messages")
    }
  }

  private static func sampling(
    _ arguments: Arguments, _ own: SamplingParameters
  ) throws(UsageError) -> SamplingParameters {
    var parameters = own
    parameters.seed = 0
    if let seed = try arguments.integer("--seed", in: Int.min...Int.max) {
      parameters.seed = UInt64(bitPattern: Int64(seed))
    }
    if let temperature = try arguments.number("--temperature") { parameters.temperature = temperature }
    if let topP = try arguments.number("--top-p") { parameters.topP = topP }
    if let topK = try arguments.integer("--top-k", in: 0...Int(Int32.max)) { parameters.topK = topK }
    if let minP = try arguments.number("--min-p") { parameters.minP = minP }
    if let penalty = try arguments.number("--repetition-penalty") { parameters.repetitionPenalty = penalty }
    return parameters
  }

  private static func report(_ result: GenerationResult) {
    let decoded = result.tokens.count
    Console.report("prompt    \(result.promptTokens) tokens, \(rate(result.promptTokens, result.prefillTime)) tokens/s")
    Console.report("document  \(decoded) tokens, \(rate(decoded, result.decodeTime)) tokens/s")
  }

  private static func rate(_ tokens: Int, _ time: Duration) -> Int {
    Int((Double(tokens) / max(time / .seconds(1), 1e-9)).rounded())
  }
}
