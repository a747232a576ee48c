package import CPUBackend
import Glibc
import JSON
import Tensors

/// A Qwen2 or Qwen2.5 causal language model with immutable weights, shared by any number of sessions.
package final class Qwen2Model: Sendable {
  package let config: Qwen2Config
  /// Tokens that end a generation: those of `generation_config.json` where it names any, else of `config.json`.
  package let endTokens: [Int32]
  package let backend: CPUBackend
  let weights: Qwen2Weights
  let rotary: RotaryTable

  /// Loads a Hugging Face directory: `config.json`, the optional `generation_config.json`, and the safetensors files,
  /// which stay mapped and are not copied, unless the matrices are rounded to `quantization`. `threads` nil means one
  /// for each core.
  package convenience init(
    directory: String, threads: Int? = nil, quantization: Quantization.Element? = nil
  ) throws(ModelError) {
    let backend: CPUBackend
    do throws(BackendError) {
      backend = try CPUBackend(threads: threads)
    } catch {
      throw .backend(error)
    }
    try self.init(directory: directory, backend: backend, quantization: quantization)
  }

  package init(
    directory: String, backend: CPUBackend, quantization: Quantization.Element? = nil
  ) throws(ModelError) {
    let file = try ConfigFile(path: directory + "/config.json")
    config = try Qwen2Config(file)
    let treatment: WeightReader.Treatment
    switch (try WeightForms(file), quantization) {
    case (let forms?, nil): treatment = .packed(forms)
    case (nil, let element?): treatment = .rounded(WeightForms(element), backend)
    case (nil, nil): treatment = .asStored
    case (_?, _?): throw .alreadyQuantized(directory: directory)
    }
    endTokens = try Self.endTokens(directory: directory, config)
    self.backend = backend
    let checkpoint: Checkpoint
    do throws(TensorError) {
      checkpoint = try Checkpoint(directory: directory)
    } catch {
      throw .tensors(error)
    }
    checkpoint.prefetch()
    weights = try Qwen2Weights(WeightReader(checkpoint: checkpoint, treatment: treatment), config)
    rotary = RotaryTable(config)
  }

  /// A new empty sequence with room for `capacity` tokens; nil means the model's longest.
  package func makeSession(capacity: Int? = nil) throws(ModelError) -> Qwen2Session {
    let limit = config.maximumPositions
    let capacity = capacity ?? limit
    guard capacity >= 1, capacity <= limit else { throw .invalidCapacity(requested: capacity, limit: limit) }
    do throws(BackendError) {
      return try Qwen2Session(model: self, capacity: capacity)
    } catch {
      throw .backend(error)
    }
  }

  private static func endTokens(directory: String, _ config: Qwen2Config) throws(ModelError) -> [Int32] {
    let path = directory + "/generation_config.json"
    guard unsafe access(path, F_OK) == 0 else { return config.endTokens }
    let tokens = try ConfigFile(path: path).tokens("eos_token_id")
    return tokens.isEmpty ? config.endTokens : tokens
  }
}
