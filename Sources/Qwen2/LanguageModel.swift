/// A model that is loaded, on the processor or on a GPU.
package protocol LanguageModel: Sendable {
  var config: Qwen2Config { get }
  /// Tokens that end a generation: those of `generation_config.json` where it names any, else of `config.json`.
  var endTokens: [Int32] { get }
  /// Bytes of weights that a step of decoding reads, for any number of sequences.
  var bytesPerStep: Int { get }
  /// Whether weights, keys and values and activations are f32.
  var isFloat32: Bool { get }
  /// Bytes of keys and values of a page.
  var pageBytes: Int { get }

  func makeBatch(_ size: BatchSize) throws(ModelError) -> any ModelBatch
}
