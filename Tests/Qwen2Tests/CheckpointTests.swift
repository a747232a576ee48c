import Glibc
import JSON
import Tensors
import Testing

@testable import Qwen2

/// Directories that do not hold a whole model.
@Suite struct CheckpointTests {
  private func failure(_ directory: String) -> ModelError? {
    do throws(ModelError) {
      _ = try Qwen2Model(directory: directory, threads: 1)
      return nil
    } catch {
      return error
    }
  }

  @Test func missingFilesAreNamed() throws {
    let scratch = try ScratchDirectory()
    let config = scratch.path + "/config.json"
    #expect(failure(scratch.path) == .tensors(.fileUnreadable(path: config, code: ENOENT)))
    try scratch.copy(Fixture.all[0], "config.json")
    #expect(failure(scratch.path) == .tensors(.noCheckpoint(directory: scratch.path)))
  }

  /// The tied checkpoint has no output matrix, and the untied one has other shapes.
  @Test func missingAndMisshapenTensorsAreNamed() throws {
    let scratch = try ScratchDirectory()
    try scratch.copy(Fixture.all[0], "model.safetensors")
    let config = try String(decoding: FileMapping.read(path: Fixture.all[0].directory + "/config.json"), as: UTF8.self)
    func with(_ old: String, _ new: String) throws -> ModelError? {
      #expect(config.contains(old))
      try scratch.write("config.json", Array(config.split(separator: old).joined(separator: new).utf8))
      return failure(scratch.path)
    }
    #expect(
      try with(#""tie_word_embeddings": true"#, #""tie_word_embeddings": false"#)
        == .tensors(.missingTensor(name: "lm_head.weight")))
    #expect(
      try with(#""num_hidden_layers": 3"#, #""num_hidden_layers": 4"#)
        == .tensors(.missingTensor(name: "model.layers.3.input_layernorm.weight")))
    #expect(
      try with(#""vocab_size": 300"#, #""vocab_size": 301"#)
        == .tensors(.wrongShape(tensor: "model.embed_tokens.weight", expected: [301, 64], found: [300, 64])))
    #expect(
      try with(#""num_key_value_heads": 2"#, #""num_key_value_heads": 4"#)
        == .tensors(
          .wrongShape(tensor: "model.layers.0.self_attn.k_proj.weight", expected: [64, 64], found: [32, 64])))
  }

  @Test func shardsAreChecked() throws {
    let scratch = try ScratchDirectory()
    let fixture = Fixture.all[2]
    try scratch.copy(fixture, "config.json", "model-00001-of-00002.safetensors", "model.safetensors.index.json")
    let second = scratch.path + "/model-00002-of-00002.safetensors"
    #expect(failure(scratch.path) == .tensors(.fileUnreadable(path: second, code: ENOENT)))
    // The second shard is the first one's copy: tensors are not where the index says.
    try scratch.write(
      "model-00002-of-00002.safetensors",
      FileMapping.read(path: fixture.directory + "/model-00001-of-00002.safetensors"))
    guard
      case .tensors(.invalidIndex(_, .tensorNotInShard(_, "model-00002-of-00002.safetensors"))) = failure(scratch.path)
    else {
      Issue.record("a wrong shard passed")
      return
    }
  }

  @Test(arguments: [
    (#"{"weight_map": {"a": "../model.safetensors"}}"#, TensorError.IndexFault.invalidShardName(tensor: "a")),
    (#"{"weight_map": {"a": ".."}}"#, .invalidShardName(tensor: "a")),
    (#"{"weight_map": {"a": 1}}"#, .invalidShardName(tensor: "a")),
    (#"{"weight_map": []}"#, .noWeightMap),
    (#"{"#, .notJSON(JSONParseError(.unexpectedEnd, at: 1))),
  ])
  func indexIsChecked(_ index: String, _ fault: TensorError.IndexFault) throws {
    let scratch = try ScratchDirectory()
    try scratch.copy(Fixture.all[0], "config.json")
    try scratch.write("model.safetensors.index.json", Array(index.utf8))
    let file = scratch.path + "/model.safetensors.index.json"
    #expect(failure(scratch.path) == .tensors(.invalidIndex(file: file, fault)))
  }

  @Test func otherElementTypesAreRefused() throws {
    let scratch = try ScratchDirectory()
    let header = #"{"model.embed_tokens.weight": {"dtype": "I8", "shape": [300, 64], "data_offsets": [0, 19200]}}"#
    try scratch.copy(Fixture.all[0], "config.json")
    try scratch.write("model.safetensors", safetensors(header: header, data: Array(repeating: 0, count: 19200)))
    #expect(
      failure(scratch.path) == .tensors(.unsupportedType(tensor: "model.embed_tokens.weight", type: .i8)))
  }

  @Test func endTokensOfGenerationConfigWin() throws {
    #expect(try Qwen2Model(directory: Fixture.all[0].directory, threads: 1).endTokens == [299, 297])
    #expect(try Qwen2Model(directory: Fixture.all[3].directory, threads: 1).endTokens == [306])
    let scratch = try ScratchDirectory()
    try scratch.copy(Fixture.all[0], "config.json", "model.safetensors")
    try scratch.write("generation_config.json", Array(#"{"eos_token_id": [7, 8], "temperature": 0.7}"#.utf8))
    #expect(try Qwen2Model(directory: scratch.path, threads: 1).endTokens == [7, 8])
    try scratch.write("generation_config.json", Array(#"{"eos_token_id": "x"}"#.utf8))
    #expect(
      failure(scratch.path)
        == .invalidField(
          file: scratch.path + "/generation_config.json", field: "eos_token_id", expected: .tokens))
  }
}
