import CPUBackend
import Glibc
import JSON
import Tensors

/// A model's files, opened: what it is, and where its weights come from.
struct ModelSource {
  let config: Qwen2Config
  /// Tokens that end a generation: those of `generation_config.json` where it names any, else of `config.json`.
  let endTokens: [Int32]
  let weights: any WeightSource

  /// Opens a Hugging Face directory: `config.json`, the optional `generation_config.json`, and the safetensors files.
  ///
  /// - Parameter rounding: what floats are rounded to, on whose threads.
  init(directory: String, rounding: (element: Quantization.Element, backend: CPUBackend)? = nil) throws(ModelError) {
    let file = try ConfigFile(path: directory + "/config.json")
    config = try Qwen2Config(file)
    let format = try CheckpointFormat(file)
    if rounding != nil, format != .floats { throw .alreadyQuantized(directory: directory) }
    endTokens = try Self.endTokens(directory: directory, config)
    let checkpoint: Checkpoint
    do throws(TensorError) {
      checkpoint = try Checkpoint(directory: directory)
    } catch {
      throw .tensors(error)
    }
    checkpoint.prefetch()
    switch format {
    case .floats:
      let treatment =
        rounding.map { WeightReader.Treatment.rounded(WeightForms($0.element), $0.backend) } ?? .asStored
      weights = WeightReader(checkpoint: checkpoint, treatment: treatment)
    case .packed(let forms): weights = WeightReader(checkpoint: checkpoint, treatment: .packed(forms))
    case .int4(let layout):
      weights = Int4Weights(checkpoint: checkpoint, layout: layout, configuration: file.path)
    }
  }

  /// Opens a GGUF file.
  init(gguf file: GGUFFile) throws(ModelError) {
    config = try Qwen2Config(file)
    endTokens = config.endTokens
    file.prefetch()
    weights = GGUFWeights(file, config)
  }

  private static func endTokens(directory: String, _ config: Qwen2Config) throws(ModelError) -> [Int32] {
    let path = directory + "/generation_config.json"
    guard unsafe access(path, F_OK) == 0 else { return config.endTokens }
    let tokens = try ConfigFile(path: path).tokens("eos_token_id")
    return tokens.isEmpty ? config.endTokens : tokens
  }
}
