import JSON

extension Qwen2Config {
  /// Reads a configuration in the layout of `transformers` 4 or 5. Defaults are those of its `Qwen2Config`; the sizes
  /// have none. Whatever would change the computation and is not implemented is refused by name.
  package init(path: String) throws(ModelError) {
    try self.init(ConfigFile(path: path))
  }

  init(_ file: ConfigFile) throws(ModelError) {
    try Self.refuseUnsupported(file)
    hiddenSize = try file.size("hidden_size")
    layers = try file.size("num_hidden_layers")
    heads = try file.size("num_attention_heads")
    kvHeads = try file.size("num_key_value_heads", default: heads)
    intermediateSize = try file.size("intermediate_size")
    vocabularySize = try file.size("vocab_size")
    maximumPositions = try file.size("max_position_embeddings", default: 32768)
    rmsNormEpsilon = try file.number("rms_norm_eps", default: 1e-6)
    tiesEmbeddings = try file.flag("tie_word_embeddings", default: false)
    endTokens = try file.tokens("eos_token_id")
    ropeTheta = try Self.ropeTheta(file)
    if file.value("head_dim") != nil {
      headDim = try file.size("head_dim")
    } else {
      guard hiddenSize % heads == 0 else {
        throw .notDivisible(field: "hidden_size", value: hiddenSize, divisor: "num_attention_heads", by: heads)
      }
      headDim = hiddenSize / heads
    }
    guard heads % kvHeads == 0 else {
      throw .notDivisible(field: "num_attention_heads", value: heads, divisor: "num_key_value_heads", by: kvHeads)
    }
    guard headDim % 2 == 0 else {
      throw .notDivisible(field: "head_dim", value: headDim, divisor: "rotary pairs", by: 2)
    }
  }

  private static func refuseUnsupported(_ file: ConfigFile) throws(ModelError) {
    guard file.value("model_type")?.stringValue == "qwen2" else { throw file.unsupported("model_type") }
    if let architectures = try file.strings("architectures"), architectures != ["Qwen2ForCausalLM"] {
      throw file.unsupported("architectures")
    }
    if let activation = file.value("hidden_act"), activation != "silu" { throw file.unsupported("hidden_act") }
    if let kinds = try file.strings("layer_types"), kinds.contains(where: { $0 != "full_attention" }) {
      throw file.unsupported("layer_types")
    }
    for field: ExactString in ["use_sliding_window", "use_mrope"] where try file.flag(field, default: false) {
      throw file.unsupported(field)
    }
    for field: ExactString in ["quantization_config", "dual_chunk_attention_config"] where file.value(field) != nil {
      throw file.unsupported(field)
    }
    for field: ExactString in ["torch_dtype", "dtype"] {
      // The tensors say their own types; a type that no tensor may have is refused early and by name.
      guard let type = file.value(field) else { continue }
      guard ["bfloat16", "float16", "float32"].contains(type) else { throw file.unsupported(field) }
    }
  }

  /// Version 4 has `rope_theta` and `rope_scaling`, version 5 both in `rope_parameters`.
  private static func ropeTheta(_ file: ConfigFile) throws(ModelError) -> Double {
    let standard = try file.number("rope_theta", default: 10000)
    var theta = standard
    for name: ExactString in ["rope_scaling", "rope_parameters"] {
      guard let section = try file.section(name) else { continue }
      for member in section.object.members where !member.value.isNull {
        switch member.key {
        case "rope_theta": theta = try section.number("rope_theta", default: standard)
        case "rope_type" where member.value == "default", "type" where member.value == "default": continue
        case "partial_rotary_factor" where member.value.numberValue?.double == 1: continue
        default: throw file.unsupported(name)
        }
      }
    }
    return theta
  }
}
