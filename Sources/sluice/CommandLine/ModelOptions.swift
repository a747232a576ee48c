import Decoding
import Glibc

/// Options about the model that commands share.
enum ModelOptions {
  static let options: Set<String> = ["--model", "--threads"]

  static let help = """
      --model DIR          a Hugging Face directory of a Qwen2 model; without one the environment variable SLUICE_MODEL
                           names it, and without that the model in Models/bundled serves
      --threads N          threads for the model's arithmetic (default: one for each core)
    """

  /// Loads the model that the arguments name.
  ///
  /// - Parameter waiting: requests that may wait for their turn.
  static func engine(_ arguments: Arguments, waiting: Int = 256) throws -> Engine {
    let threads = try arguments.integer("--threads", in: 1...1024)
    if let directory = arguments.value("--model") ?? environment("SLUICE_MODEL") {
      return try Engine(modelDirectory: directory, threads: threads, waitingLimit: waiting)
    }
    return try Engine(
      modelDirectory: try bundledModel(), modelName: "sluice-bundled", threads: threads, waitingLimit: waiting)
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  private static func bundledModel() throws(UsageError) -> String {
    guard let directory = Installation.path("Models/bundled", with: "config.json") else { throw .noModel }
    return directory
  }
}
