import CPUBackend
import JSON
import Tensors
import Testing

@testable import Qwen2

/// Checkpoints whose weights others have quantised, against `transformers` on the same weights dequantised, and GGUF files
/// against llama.cpp too.
@Suite struct StoredWeightTests {
  /// A checkpoint, and how far its logits may be from the reference's, token by token.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let limit: Float
    /// From llama.cpp's, which rounds the cache to f16, and activations to 8 bits where weights are quantised.
    var llama: Float?
    var testDescription: String { name }
  }

  static let int4 = ["gptq-symmetric", "gptq-zeros", "gptq-v2", "awq"].map { Case(name: "int4/" + $0, limit: 3e-4) }
  static let gguf = [
    Case(name: "gguf/llama-f32", limit: 1e-4, llama: 2e-3),
    Case(name: "gguf/qwen2-f16", limit: 1e-4, llama: 2e-3),
    Case(name: "gguf/qwen3-bf16", limit: 1e-4, llama: 1e-2),
    Case(name: "gguf/llama-q8_0", limit: 3e-4, llama: 5e-2),
    Case(name: "gguf/qwen2-q4_0", limit: 3e-4, llama: 5e-2),
    Case(name: "gguf/qwen3-q5", limit: 3e-4, llama: 5e-2),
    Case(name: "gguf/llama-q4_K", limit: 3e-4, llama: 5e-2),
    // Its groups of 16 are rounded.
    Case(name: "gguf/qwen2-q6_K", limit: 3e-2, llama: 5e-2),
    Case(name: "gguf/qwen2-tokenizer", limit: 3e-4, llama: 5e-2),
  ]

  private func expected(_ item: Case, _ name: String) throws -> [Float] {
    try SafetensorsFile(path: "\(Fixture.root)/\(item.name)/expected.safetensors").values(name)
  }

  private func tokens(_ item: Case) throws -> [Int32] {
    try SafetensorsFile(path: "\(Fixture.root)/\(item.name)/expected.safetensors").values("tokens")
  }

  private func stepwise(_ model: Qwen2Model, _ tokens: [Int32]) throws -> [Float] {
    var session = try model.makeSession(cache: .f32)
    var logits: [Float] = []
    for token in tokens {
      try session.forward([token])
      logits += session.logits
    }
    return logits
  }

  @Test(arguments: int4) func int4Checkpoints(_ item: Case) throws {
    let model = try Qwen2Model(directory: "\(Fixture.root)/\(item.name)", threads: 2)
    let (tokens, reference) = (try tokens(item), try expected(item, "logits"))
    let far = distance(try stepwise(model, tokens)[...], reference[...])
    #expect(far < item.limit)
    var session = try model.makeSession(cache: .f32)
    let together = distance(try session.forwardAll(tokens)[...], reference[...])
    // With many rows activations are rounded to 8 bits.
    #expect(together < 2e-2)
  }

  @Test(arguments: gguf) func ggufFiles(_ item: Case) throws {
    let file = try GGUFFile(path: "\(Fixture.root)/\(item.name)/model.gguf")
    let model = try Qwen2Model(gguf: file, threads: 2)
    let (tokens, reference) = (try tokens(item), try expected(item, "logits"))
    let logits = try stepwise(model, tokens)
    let far = distance(logits[...], reference[...])
    let llama = distance(logits[...], try expected(item, "llama")[...])
    #expect(far < item.limit)
    #expect(llama < item.llama!)
  }

  /// What a `quantization_config` of these methods asks for and is not carried out.
  @Test(
    arguments: [
      (#""quant_method":"gptq","bits":8,"group_size":32"#, "bits", "8"),
      (#""quant_method":"gptq","bits":4,"group_size":48"#, "group_size", "48"),
      (
        #""quant_method":"gptq","bits":4,"group_size":32,"checkpoint_format":"marlin""#, "checkpoint_format",
        #""marlin""#
      ),
      (#""quant_method":"gptq","bits":4,"group_size":32,"is_marlin_format":true"#, "is_marlin_format", "true"),
      (#""quant_method":"gptq","bits":4,"group_size":32,"pack_dtype":"int8""#, "pack_dtype", #""int8""#),
      (#""quant_method":"gptq","bits":4,"group_size":32,"dynamic":{"a":{}}"#, "dynamic", #"{"a":{}}"#),
      (#""quant_method":"awq","bits":4,"group_size":32,"version":"gemv""#, "version", #""gemv""#),
      (#""quant_method":"awq","w_bit":3,"q_group_size":32"#, "w_bit", "3"),
      (#""quant_method":"fp8""#, "quantization_config", #"{"quant_method":"fp8"}"#),
    ])
  func unsupportedSettingsAreNamed(_ fields: String, _ field: String, _ value: String) throws {
    let scratch = try ScratchDirectory()
    let source = "\(Fixture.root)/int4/awq"
    let config = try JSONParser.parse(bytes: FileMapping.read(path: source + "/config.json"))
    var object = try #require(config.objectValue)
    object["quantization_config"] = try JSONParser.parse(bytes: Array("{\(fields)}".utf8))
    try scratch.write("config.json", Array(JSONWriter.write(.object(object)).utf8))
    #expect(throws: ModelError.unsupported(file: scratch.path + "/config.json", field: field, value: value)) {
      try Qwen2Model(directory: scratch.path, threads: 1)
    }
  }

  /// Groups of columns that do not lie side by side are refused, whatever the configuration says.
  @Test func otherOrdersAreRefused() throws {
    let scratch = try ScratchDirectory()
    let source = "\(Fixture.root)/int4/gptq-symmetric"
    try scratch.write("config.json", FileMapping.read(path: source + "/config.json"))
    let file = try SafetensorsFile(path: source + "/model.safetensors")
    let place = try #require(file.header.entries["model.layers.0.mlp.down_proj.g_idx"]).range.lowerBound
    var bytes = try FileMapping.read(path: source + "/model.safetensors")
    // The first column belongs to the second group.
    bytes[place] = 1
    try scratch.write("model.safetensors", bytes)
    #expect(
      throws: ModelError.unsupported(file: scratch.path + "/config.json", field: "desc_act", value: "true")
    ) { try Qwen2Model(directory: scratch.path, threads: 1) }
  }

  @Test func quantisedOnesAreNotRounded() {
    let directory = "\(Fixture.root)/int4/awq"
    #expect(throws: ModelError.alreadyQuantized(directory: directory)) {
      try Qwen2Model(directory: directory, threads: 1, quantization: .int8)
    }
  }
}
