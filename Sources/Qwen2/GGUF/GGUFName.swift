/// Names of tensors: a Hugging Face checkpoint's, and what a GGUF file calls the same.
enum GGUFName {
  private static let model = [
    "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output",
  ]
  private static let layer = [
    "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm", "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm", "self_attn.k_norm": "attn_k_norm", "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
  ]
  /// Factors of rotary angles, which a checkpoint's configuration has.
  static let rotaryFactors = "rope_freqs.weight"

  /// The name in a file, of a name with its `.weight` or `.bias`.
  static func inFile(_ name: String) -> String {
    let suffix = name.hasSuffix(".bias") ? ".bias" : ".weight"
    let stem = name.dropLast(suffix.utf8.count)
    if let known = model[String(stem)] { return known + suffix }
    // model.layers.N.part
    let parts = stem.split(separator: ".", maxSplits: 3)
    guard parts.count == 4, let known = layer[String(parts[3])] else { preconditionFailure("no weight: \(name)") }
    return "blk.\(parts[2]).\(known)\(suffix)"
  }

  /// Whether a file's tensor is one that a model of so many layers has.
  static func isKnown(_ name: String, layers: Int) -> Bool {
    if name == rotaryFactors { return true }
    let parts = name.split(separator: ".")
    guard let suffix = parts.last, suffix == "weight" || suffix == "bias" else { return false }
    if parts.count == 2 { return suffix == "weight" && model.values.contains(String(parts[0])) }
    guard parts.count == 4, parts[0] == "blk", let number = Int(parts[1]), (0..<layers).contains(number) else {
      return false
    }
    let biased = ["attn_q", "attn_k", "attn_v", "attn_output"]
    return layer.values.contains(String(parts[2])) && (suffix == "weight" || biased.contains(String(parts[2])))
  }
}
