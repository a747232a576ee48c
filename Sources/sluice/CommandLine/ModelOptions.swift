import CPUBackend
import Decoding
import Glibc
import Tokenizer

/// Options about the model that commands share.
enum ModelOptions {
  static let options: Set<String> = ["--model", "--threads", "--chat-template", "--quantize", "--device"]

  static let flags: Set<String> = ["--deterministic"]

  static let help = """
      --model PATH         a Hugging Face directory of a Qwen2, Qwen3 or Llama 3 model, or a GGUF file; without one the
                           environment variable SLUICE_MODEL names it, and without that the model in Models/bundled
                           serves
      --threads N          threads for the model's arithmetic (default: one for each core)
      --chat-template NAME qwen2, qwen2.5, qwen3, llama3 or llama3.1, for a model whose own template is not known
      --quantize TYPE      round the weights to int8 or int4 while loading: less memory and faster, a little less exact
    \(DeviceOption.help)
      --deterministic      on a GPU, texts that do not depend on what is written beside them, as on the processor; slower
    """

  /// Loads the model that the arguments name.
  ///
  /// - Parameters:
  ///   - waiting: texts that may wait for their turn.
  ///   - width: texts at a time.
  ///   - cacheBytes: for keys and values; nil for what is usual.
  ///   - lookahead: rows of a step for guesses.
  static func engine(
    _ arguments: Arguments, waiting: Int = 256, width: Int = Engine.usualWidth, cacheBytes: Int? = nil,
    lookahead: Int = Engine.usualLookahead
  ) throws -> Engine {
    let threads = try arguments.integer("--threads", in: 1...1024)
    let names = ChatTemplate.allCases.map { ($0.rawValue, $0) }
    let template = try arguments.choice("--chat-template", Dictionary(uniqueKeysWithValues: names))
    let quantization = try element(arguments, "--quantize")
    let device = try DeviceOption.device(arguments)
    let named = arguments.value("--model") ?? environment("SLUICE_MODEL")
    return try Engine(
      modelDirectory: try named ?? bundledModel(), modelName: named == nil ? "sluice-bundled" : nil, device: device,
      isDeterministic: arguments.has("--deterministic"), threads: threads, chatTemplate: template,
      quantization: quantization, waitingLimit: waiting, width: width, cacheBytes: cacheBytes, lookahead: lookahead)
  }

  /// The type that an option names.
  static func element(_ arguments: Arguments, _ option: String) throws(UsageError) -> Quantization.Element? {
    let names = Quantization.Element.allCases.map { ($0.rawValue, $0) }
    return try arguments.choice(option, Dictionary(uniqueKeysWithValues: names))
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  static func bundledModel() throws(UsageError) -> String {
    guard let directory = Installation.path("Models/bundled", with: "config.json") else { throw .noModel }
    return directory
  }
}
