import CPUBackend
import CUDABackend
import Decoding
import JSON
import Qwen2

/// `sluice bench`: how fast a model runs here.
enum BenchCommand: Command {
  static let name = "bench"
  static let summary = "measure prefill, decoding and time to first token"
  static let shape = Arguments.Shape(
    options: [
      "--shape", "--tokenizer", "--quantize", "--batch", "--schema", "--prompt-tokens", "--tokens", "--threads",
      "--device",
    ], flags: ["--json"])
  static let help = """
    usage: sluice bench [MODEL | --shape 0.5B|1.5B|7B] [OPTIONS]

    Prints a line for each case: tokens of the prompts read in a second, time until a prompt's first token, and tokens
    written in a second, of all sequences together, while all are under way. Documents of a schema are set beside texts
    without one behind the same prompts, written in turns with them; then there are the steps that the model took for a
    token, and how many of all guesses came true. What decoding reads of the weights is set beside what this machine reads
    of a large buffer in the same run, or a GPU copies. MODEL is a directory or a GGUF file; without it and --shape the
    bundled model is measured.

      --shape SIZE         random weights in bf16 in the shape of Qwen2.5 of this size; written to TMPDIR meanwhile
      --tokenizer FILE     tokenizer.json beside random weights (default: the bundled model's)
      --quantize LIST      of none, int8 and int4, by commas (default none,int8,int4; none where MODEL is quantised)
      --batch LIST         sequences at once, by commas (default 1,4,16)
      --schema LIST        by commas (default no,yes,extract): no is free text; yes are documents of a schema at
                           temperature 1; extract are such whose values stand in the prompt, at temperature 0, with
                           guesses
      --prompt-tokens N    of each prompt (default 512)
      --tokens N           that each sequence writes, at least (default 64)
      --threads N          threads for the model's arithmetic (default: one for each core)
    \(DeviceOption.help)
      --json               print JSON instead of a table
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    if arguments.positions.count > 1 { throw UsageError.unexpectedPosition(arguments.positions[1]) }
    let batches = try list(arguments, "--batch", "1,4,16") { word in
      Int(word).flatMap { (1...1024).contains($0) ? $0 : nil }
    }
    let kinds = try list(arguments, "--schema", "no,yes,extract", BenchTexts.init)
    let promptTokens = try arguments.integer("--prompt-tokens", in: 1...100_000) ?? 512
    let tokens = try arguments.integer("--tokens", in: 1...100_000) ?? 64
    let threads = try arguments.integer("--threads", in: 1...1024)
    let device = try DeviceOption.device(arguments)
    let model = try model(arguments)
    // What is in a file or quantised already is measured as it is.
    var isRoundable = !model.directory.hasSuffix(".gguf")
    if isRoundable { isRoundable = try ModelOutline(directory: model.directory).quantization == nil }
    let types: [Quantization.Element?] = try list(arguments, "--quantize", isRoundable ? "none,int8,int4" : "none") {
      $0 == "none" ? .some(nil) : Quantization.Element(rawValue: $0).map { .some($0) }
    }
    let backend = try CPUBackend(threads: threads)
    let bandwidth = try device.map { try BandwidthProbe(bytes: 512 << 20, on: $0).copyRate() } ?? backend.readRate()
    let isJSON = arguments.has("--json")
    if !isJSON {
      let rate = CheckTable.short(bandwidth / 1e9)
      let place = device.map { "\($0.name), " } ?? ""
      Console.print("\(place)\(backend.threads) threads, \(backend.instructionSet), memory read at \(rate) GB/s")
    }
    var figures: [BenchFigures] = []
    for type in types {
      let engine = try Engine(
        modelDirectory: model.directory, device: device, threads: threads, quantization: type,
        width: max(batches.max()!, 1))
      let run = BenchRun(engine: engine, promptTokens: promptTokens, decodeTokens: tokens, bandwidth: bandwidth)
      if !isJSON {
        if figures.isEmpty { Console.print("\n" + BenchFigures.header) }
        Console.report("\(type?.rawValue ?? "as stored"): \(engine.bytesPerStep / 1_000_000) MB read a step")
      }
      for batch in batches {
        for texts in kinds {
          let result = try await run.figures(BenchCase(quantization: type, batch: batch, texts: texts))
          figures.append(result)
          if !isJSON { Console.print(result.line) }
        }
      }
    }
    if isJSON {
      Console.print(
        JSONWriter.write(
          [
            "device": .string(ExactString(device?.name ?? "cpu")),
            "threads": .number(JSONNumber(backend.threads)),
            "instruction_set": .string(ExactString("\(backend.instructionSet)")),
            "read_bytes_per_second": .number(JSONNumber(bandwidth)),
            "prompt_tokens": .number(JSONNumber(promptTokens)), "tokens": .number(JSONNumber(tokens)),
            "cases": .array(figures.map(\.json)),
          ], style: .pretty))
    }
    return ExitCode.success
  }

  private static func model(_ arguments: Arguments) throws -> BenchModel {
    switch (arguments.positions.first, arguments.value("--shape")) {
    case (_?, _?): throw UsageError.conflictingOptions("MODEL", "--shape")
    case (let directory?, nil): return BenchModel(directory: directory)
    case (nil, nil): return BenchModel(directory: try ModelOptions.bundledModel())
    case (nil, let size?):
      guard let shape = Qwen2Config.Shape(rawValue: size) else {
        throw UsageError.invalidValue(option: "--shape", given: size, expected: "0.5B, 1.5B or 7B")
      }
      let tokenizer = try arguments.value("--tokenizer") ?? ModelOptions.bundledModel() + "/tokenizer.json"
      Console.report("writing random weights of \(size)")
      return try BenchModel(shape, tokenizer: tokenizer)
    }
  }

  private static func list<Value>(
    _ arguments: Arguments, _ option: String, _ standard: String, _ read: (String) -> Value?
  ) throws(UsageError) -> [Value] {
    let text = arguments.value(option) ?? standard
    var values: [Value] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = read(String(word)) else {
        throw .invalidValue(option: option, given: text, expected: "a list such as \(standard)")
      }
      values.append(value)
    }
    return values
  }
}
