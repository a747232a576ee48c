import CPUBackend
import Glibc
import Qwen2
import Tensors

/// `sluice quantize`: a checkpoint in fewer bits.
enum QuantizeCommand: Command {
  static let name = "quantize"
  static let summary = "write a model with weights in 8 or 4 bits"
  static let shape = Arguments.Shape(options: ["--type", "--threads"])
  static let help = """
    usage: sluice quantize DIR OUT --type int8|int4 [--threads N]

    Reads the model of a Hugging Face directory and writes it to OUT, with its matrices rounded, so that it takes less
    memory, loads at once and reads less for each token. Only Sluice reads such a directory.

      --type int8          8.5 bits a weight, in groups of 32 with a scale
      --type int4          5 bits a weight in the layers, in groups of 32 with scale and offset; int8 for the embedding
                           and the output
      --threads N          threads to round with (default: one for each core)

    Exit code 2 when the model can't be read or OUT has a model already, or a file that would be written; 3 when it can't
    be written.
    """

  static func run(_ arguments: Arguments) async throws -> Int32 {
    guard arguments.positions.count >= 2 else {
      throw UsageError.missingPosition(arguments.positions.isEmpty ? "DIR" : "OUT")
    }
    if arguments.positions.count > 2 { throw UsageError.unexpectedPosition(arguments.positions[2]) }
    guard let type = try ModelOptions.element(arguments, "--type") else { throw UsageError.missingOption("--type") }
    let backend = try CPUBackend(threads: try arguments.integer("--threads", in: 1...1024))
    let size: QuantizedCheckpoint.Size
    do throws(ModelError) {
      size = try QuantizedCheckpoint(of: arguments.positions[0], type, backend: backend)
        .write(to: arguments.positions[1])
    } catch {
      guard case .tensors(.fileUnwritable(_, let code)) = error, code != EEXIST else { throw error }
      Console.report("sluice quantize: \(error)")
      return ExitCode.failure
    }
    Console.print("\(size.before / 1_000_000) MB of weights became \(size.after / 1_000_000) MB")
    return ExitCode.success
  }
}
