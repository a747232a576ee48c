import JSON
import Testing

@testable import Qwen2

/// Configurations of published shapes, and what is refused by name.
@Suite struct ConfigTests {
  private static let base: [(String, String)] = [
    ("architectures", #"["Qwen2ForCausalLM"]"#), ("model_type", #""qwen2""#), ("hidden_act", #""silu""#),
    ("hidden_size", "896"), ("num_hidden_layers", "24"), ("num_attention_heads", "14"), ("num_key_value_heads", "2"),
    ("intermediate_size", "4864"), ("vocab_size", "151936"), ("max_position_embeddings", "32768"),
    ("rope_theta", "1000000.0"), ("rms_norm_eps", "1e-06"), ("tie_word_embeddings", "true"),
    ("torch_dtype", #""bfloat16""#), ("use_sliding_window", "false"), ("sliding_window", "32768"),
    ("eos_token_id", "151645"),
  ]

  /// The base with fields replaced or added; nil removes one.
  private func read(_ changes: [String: String?]) throws(ModelError) -> Qwen2Config {
    var fields = Self.base.filter { !changes.keys.contains($0.0) }
    for (name, value) in changes { if let value { fields.append((name, value)) } }
    let text = "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    return try Qwen2Config(ConfigFile(path: "config.json", bytes: Array(text.utf8)))
  }

  private func failure(_ changes: [String: String?]) -> ModelError? {
    do throws(ModelError) {
      _ = try read(changes)
      return nil
    } catch {
      return error
    }
  }

  @Test func readsVersion4() throws {
    let config = try read([:])
    #expect(config.hiddenSize == 896)
    #expect(config.layers == 24)
    #expect(config.heads == 14)
    #expect(config.kvHeads == 2)
    #expect(config.headDim == 64)
    #expect(config.intermediateSize == 4864)
    #expect(config.vocabularySize == 151936)
    #expect(config.maximumPositions == 32768)
    #expect(config.ropeTheta == 1_000_000)
    #expect(config.rmsNormEpsilon == 1e-6)
    #expect(config.tiesEmbeddings)
    #expect(config.endTokens == [151645])
  }

  @Test func readsVersion5() throws {
    let changes: [String: String?] = [
      "rope_theta": .none, "torch_dtype": .none, "dtype": #""bfloat16""#, "layer_types": #"["full_attention"]"#,
      "rope_parameters": #"{"rope_theta": 1000000.0, "rope_type": "default"}"#,
    ]
    #expect(try read(changes) == read([:]))
  }

  @Test func defaultsAreThoseOfTheReference() throws {
    let config = try read([
      "rope_theta": .none, "rms_norm_eps": .none, "tie_word_embeddings": .none, "num_key_value_heads": .none,
      "hidden_act": .none, "eos_token_id": .none,
    ])
    #expect(config.ropeTheta == 10000)
    #expect(config.rmsNormEpsilon == 1e-6)
    #expect(!config.tiesEmbeddings)
    #expect(config.kvHeads == 14)
    #expect(config.endTokens == [])
    #expect(try read(["head_dim": "128"]).headDim == 128)
    #expect(try read(["rope_scaling": "null"]).ropeTheta == 1_000_000)
  }

  @Test(arguments: [
    ("model_type", #""qwen3_moe""#), ("model_type", nil), ("architectures", #"["LlamaForCausalLM"]"#),
    ("hidden_act", #""gelu""#), ("use_sliding_window", "true"), ("use_mrope", "true"),
    ("layer_types", #"["full_attention","sliding_attention"]"#), ("quantization_config", #"{"bits":4}"#),
    ("dual_chunk_attention_config", "{}"), ("torch_dtype", #""float8_e4m3fn""#), ("dtype", #""int8""#),
    ("mlp_bias", "true"), ("rope_scaling", #"{"type":"dynamic","factor":4.0}"#),
    ("rope_scaling", #"{"type":"mrope","mrope_section":[16,24,24]}"#),
    ("rope_scaling", #"{"rope_type":"longrope","short_factor":[1],"long_factor":[1]}"#),
    ("rope_scaling", #"{"rope_type":"linear","type":"yarn","factor":2}"#),
    ("rope_scaling", #"{"rope_type":"default","factor":2}"#),
    ("rope_scaling", #"{"rope_type":"yarn","factor":2,"mscale":0.7}"#),
    (
      "rope_scaling",
      #"{"rope_type":"llama3","factor":8,"low_freq_factor":4,"high_freq_factor":4,"original_max_position_embeddings":8}"#
    ),
    ("rope_parameters", #"{"full_attention":{"rope_type":"default","rope_theta":10000}}"#),
    ("rope_parameters", #"{"rope_type":"default","partial_rotary_factor":0.5}"#),
  ])
  func unsupportedFieldsAreNamed(_ field: String, _ value: String?) {
    #expect(
      failure([field: value]) == .unsupported(file: "config.json", field: field, value: value ?? "null"))
  }

  @Test(arguments: [
    ("hidden_size", nil, ModelError.Expectation.positiveInteger), ("hidden_size", "0", .positiveInteger),
    ("num_hidden_layers", "1.5", .positiveInteger), ("vocab_size", "99999999999", .positiveInteger),
    ("rms_norm_eps", "-1", .positiveNumber), ("rms_norm_eps", "1e999", .positiveNumber),
    ("tie_word_embeddings", "1", .boolean), ("eos_token_id", #"["a"]"#, .tokens), ("eos_token_id", "-1", .tokens),
    ("architectures", #""x""#, .strings), ("rope_scaling", "[]", .object), ("rope_theta", "1", .numberAboveOne),
  ])
  func invalidFieldsAreNamed(_ field: String, _ value: String?, _ expected: ModelError.Expectation) {
    #expect(failure([field: value]) == .invalidField(file: "config.json", field: field, expected: expected))
  }

  /// What no model has is refused before anything is counted from it, or made as large.
  @Test(arguments: [
    ("num_hidden_layers", 4_096, "number of layers"), ("intermediate_size", 1 << 20, "width of a layer's MLP"),
    ("num_attention_heads", 1 << 14, "width of all heads"), ("hidden_size", 1 << 20, "width of hidden states"),
    ("vocab_size", 1 << 21, "vocabulary"),
  ])
  func sizesHaveLimits(_ field: String, _ limit: Int, _ size: String) throws {
    func fields(_ value: Int) -> [String: String?] { ["head_dim": "64", field: "\(value)"] }
    _ = try read(fields(limit))
    // The number of heads is even, and its limit is one of their width.
    let (more, unit) = field == "num_attention_heads" ? (limit + 2, 64) : (limit + 1, 1)
    #expect(
      failure(fields(more))
        == .beyondLimit(file: "config.json", size: size, value: more * unit, limit: limit * unit))
  }

  /// Of `rope_scaling`.
  @Test(arguments: [
    (#"{"type":"yarn"}"#, "factor"), (#"{"type":"yarn","factor":-1}"#, "factor"),
    (#"{"type":"linear"}"#, "factor"), (#"{"rope_type":"llama3","factor":8,"high_freq_factor":4}"#, "low_freq_factor"),
    (#"{"type":"yarn","factor":4,"attention_factor":0}"#, "attention_factor"),
  ])
  func invalidScalingsAreNamed(_ value: String, _ field: String) {
    #expect(
      failure(["rope_scaling": value])
        == .invalidField(file: "config.json", field: field, expected: .positiveNumber))
  }

  @Test func scalingsAreRead() throws {
    #expect(try read([:]).ropeScaling == .none)
    let yarn = try read(["rope_scaling": #"{"factor": 4.0, "original_max_position_embeddings": 32768, "type": "yarn"}"#]
    )
    #expect(
      yarn.ropeScaling
        == .yarn(
          RotaryScaling.Yarn(
            factor: 4, originalPositions: 32768, attentionFactor: 1.1386294361119891, betaFast: 32, betaSlow: 1)))
    #expect(yarn.maximumPositions == 131_072)
    let linear = try read(["rope_parameters": #"{"rope_type": "linear", "factor": 2.5, "rope_theta": 5e5}"#])
    #expect(linear.ropeScaling == .linear(factor: 2.5))
    #expect(linear.ropeTheta == 500_000)
    #expect(linear.maximumPositions == 81920)
    let llama3 = try read([
      "max_position_embeddings": "131072",
      "rope_scaling": #"""
      {"factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8192,
       "rope_type": "llama3"}
      """#,
    ])
    #expect(
      llama3.ropeScaling
        == .llama3(
          RotaryScaling.Llama3(factor: 8, lowFrequencyFactor: 1, highFrequencyFactor: 4, originalPositions: 8192)))
    #expect(llama3.maximumPositions == 131_072)
  }

  /// What differs between the families is in the configuration, with the defaults of each.
  @Test func familiesAreRead() throws {
    let qwen2 = try read([:])
    #expect(qwen2.family == .qwen2 && qwen2.biasesInputs && !qwen2.biasesOutput && !qwen2.normalizesHeads)
    let named: [String: String?] = ["model_type": #""qwen3""#, "architectures": #"["Qwen3ForCausalLM"]"#]
    let qwen3 = try read(named)
    #expect(qwen3.family == .qwen3 && !qwen3.biasesInputs && !qwen3.biasesOutput && qwen3.normalizesHeads)
    #expect(qwen3.headDim == 128)
    #expect(qwen3.queryWidth == 1792)
    let llama: [String: String?] = [
      "model_type": #""llama""#, "architectures": #"["LlamaForCausalLM"]"#, "max_position_embeddings": nil,
    ]
    let plain = try read(llama)
    #expect(plain.family == .llama && !plain.biasesInputs && !plain.biasesOutput && !plain.normalizesHeads)
    #expect(plain.headDim == 64)
    #expect(plain.maximumPositions == 2048)
    let biased = try read(llama.merging(["attention_bias": "true"]) { $1 })
    #expect(biased.biasesInputs && biased.biasesOutput)
  }

  @Test func shapesMustDivide() {
    #expect(
      failure(["hidden_size": "897"])
        == .notDivisible(field: "hidden_size", value: 897, divisor: "num_attention_heads", by: 14))
    #expect(
      failure(["num_key_value_heads": "3"])
        == .notDivisible(field: "num_attention_heads", value: 14, divisor: "num_key_value_heads", by: 3))
    #expect(failure(["head_dim": "63"]) == .notDivisible(field: "head_dim", value: 63, divisor: "rotary pairs", by: 2))
  }
}
