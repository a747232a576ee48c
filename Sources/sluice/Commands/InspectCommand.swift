import Decoding
import JSON
import Qwen2
import Tensors
import Tokenizer

/// `sluice inspect`: what a checkpoint is, and what memory it takes, before anything is loaded.
enum InspectCommand: Command {
  static let name = "inspect"
  static let summary = "tell what a model is and what memory it takes"
  static let shape = Arguments.Shape(options: ["--context", "--batch", "--quantize"], flags: ["--json"])
  static let help = """
    usage: sluice inspect DIR|FILE.gguf [--context N] [--batch N] [--quantize int8|int4] [--json]

    Reads a model's configuration and the headers of its files, not the weights.

      --context N          tokens of a text, for the memory of keys and values (default: the model's longest)
      --batch N            texts at a time (default 1)
      --quantize TYPE      as if the weights were rounded while loading
      --json               the same as JSON

    Exit code 1 when it does not fit into the memory that can be had, 2 when the model can't be served.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard let path = arguments.positions.first else { throw UsageError.missingPosition("DIR") }
    if arguments.positions.count > 1 { throw UsageError.unexpectedPosition(arguments.positions[1]) }
    let files = try ModelFiles(path: path)
    let outline = try files.outline(rounding: try ModelOptions.element(arguments, "--quantize"))
    let longest = outline.config.maximumPositions
    let context = try arguments.integer("--context", in: 1...longest) ?? longest
    let batch = try arguments.integer("--batch", in: 1...1024) ?? 1
    let (cache, overflow) = outline.cacheBytes(tokens: context).multipliedReportingOverflow(by: batch)
    let report = ModelReport(
      outline: outline, template: try template(files, outline.config.family), context: context, batch: batch,
      need: MemoryNeed(weights: outline.weightBytes, cache: overflow ? Int.max : cache),
      memory: try SystemMemory.read())
    Console.print(arguments.has("--json") ? JSONWriter.write(report.json, style: .pretty) : report.text)
    return report.need.fits(report.memory) ? ExitCode.success : ExitCode.negative
  }

  /// Nil when the files have a template that is not known.
  private static func template(_ files: ModelFiles, _ family: ModelFamily) throws(EngineError) -> ChatTemplate? {
    do throws(EngineError) {
      return try files.chatTemplate(family)
    } catch .unknownChatTemplate {
      return nil
    }
  }
}
