import JSON

extension Qwen2Config {
  /// Reads a configuration in the layout of `transformers` 4 or 5. Defaults are those of the family there; the
  /// sizes have none. Whatever would change the computation and is not implemented is refused by name.
  package init(path: String) throws(ModelError) {
    try self.init(ConfigFile(path: path))
  }

  init(_ file: ConfigFile) throws(ModelError) {
    let family = try Self.family(file)
    try Self.refuseUnsupported(file)
    self.family = family
    hiddenSize = try file.size("hidden_size")
    layers = try file.size("num_hidden_layers")
    heads = try file.size("num_attention_heads")
    kvHeads = try file.size("num_key_value_heads", default: heads)
    intermediateSize = try file.size("intermediate_size")
    vocabularySize = try file.size("vocab_size")
    let positions = try file.size("max_position_embeddings", default: family.maximumPositions)
    rmsNormEpsilon = try file.number("rms_norm_eps", default: 1e-6)
    tiesEmbeddings = try file.flag("tie_word_embeddings", default: false)
    endTokens = try file.tokens("eos_token_id")
    (ropeTheta, ropeScaling) = try Self.rotary(file, positions: positions)
    maximumPositions = ropeScaling.stretched(positions)
    let biasesAttention = family == .qwen2 ? false : try file.flag("attention_bias", default: false)
    biasesInputs = biasesAttention || family == .qwen2
    biasesOutput = biasesAttention
    normalizesHeads = family == .qwen3
    if file.value("head_dim") != nil {
      headDim = try file.size("head_dim")
    } else if let standard = family.headDim {
      headDim = standard
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
    try checkSizes(file.path)
  }

  private static func family(_ file: ConfigFile) throws(ModelError) -> ModelFamily {
    guard let family = file.value("model_type")?.stringValue.flatMap(ModelFamily.init) else {
      throw file.unsupported("model_type")
    }
    if let architectures = try file.strings("architectures"), architectures != [family.architecture] {
      throw file.unsupported("architectures")
    }
    return family
  }

  private static func refuseUnsupported(_ file: ConfigFile) throws(ModelError) {
    if let activation = file.value("hidden_act"), activation != "silu" { throw file.unsupported("hidden_act") }
    if let kinds = try file.strings("layer_types"), kinds.contains(where: { $0 != "full_attention" }) {
      throw file.unsupported("layer_types")
    }
    for field: ExactString in ["use_sliding_window", "use_mrope", "mlp_bias"] where try file.flag(field, default: false)
    {
      throw file.unsupported(field)
    }
    if file.value("dual_chunk_attention_config") != nil { throw file.unsupported("dual_chunk_attention_config") }
    _ = try CheckpointFormat(file)
    for field: ExactString in ["torch_dtype", "dtype"] {
      // The tensors say their own types; a type that no tensor may have is refused early and by name.
      guard let type = file.value(field) else { continue }
      guard ["bfloat16", "float16", "float32"].contains(type) else { throw file.unsupported(field) }
    }
  }

  /// Version 4 has `rope_theta` and `rope_scaling`, version 5 both in `rope_parameters`.
  private static func rotary(
    _ file: ConfigFile, positions: Int
  ) throws(ModelError) -> (theta: Double, scaling: RotaryScaling) {
    let standard = try file.number("rope_theta", default: 10000)
    var (theta, scaling) = (standard, RotaryScaling.none)
    for name: ExactString in ["rope_scaling", "rope_parameters"] {
      guard let section = try file.section(name) else { continue }
      theta = try section.number("rope_theta", default: standard)
      scaling = try RotaryScaling(section, in: file, name: name, positions: positions)
    }
    guard theta > 1 else { throw file.invalid("rope_theta", .numberAboveOne) }
    return (theta, scaling)
  }
}
