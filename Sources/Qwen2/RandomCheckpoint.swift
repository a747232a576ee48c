import Glibc
import JSON
import Tensors

/// A checkpoint of a published shape with random weights in bf16, for measurements: speed doesn't depend on what a model
/// has learned.
package enum RandomCheckpoint {
  /// Writes `config.json` and `model.safetensors` into a directory that exists.
  package static func write(_ shape: Qwen2Config.Shape, to directory: String) throws(ModelError) {
    let config = Qwen2Config(shape)
    do throws(TensorError) {
      try writeTensors(config, directory + "/model.safetensors")
    } catch {
      throw .tensors(error)
    }
    let path = directory + "/config.json"
    let text = Array((JSONWriter.write(json(config), style: .pretty) + "\n").utf8)
    guard let file = unsafe fopen(path, "w") else { throw .tensors(.fileUnwritable(path: path, code: errno)) }
    let written = unsafe fwrite(text, 1, text.count, file)
    let closed = unsafe fclose(file)
    guard written == text.count, closed == 0 else { throw .tensors(.fileUnwritable(path: path, code: errno)) }
  }

  private static func json(_ config: Qwen2Config) -> JSONValue {
    func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    return [
      "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "hidden_act": "silu", "torch_dtype": "bfloat16",
      "hidden_size": number(config.hiddenSize), "num_hidden_layers": number(config.layers),
      "num_attention_heads": number(config.heads), "num_key_value_heads": number(config.kvHeads),
      "intermediate_size": number(config.intermediateSize), "vocab_size": number(config.vocabularySize),
      "max_position_embeddings": number(config.maximumPositions), "rope_theta": 1_000_000,
      "rms_norm_eps": .number(JSONNumber(text: "1e-6")!), "tie_word_embeddings": .bool(config.tiesEmbeddings),
      "eos_token_id": .array(config.endTokens.map { number(Int($0)) }),
    ]
  }

  private static func writeTensors(_ config: Qwen2Config, _ path: String) throws(TensorError) {
    let hidden = config.hiddenSize
    var entries = [entry("model.embed_tokens.weight", [config.vocabularySize, hidden])]
    if !config.tiesEmbeddings { entries.append(entry("lm_head.weight", [config.vocabularySize, hidden])) }
    for layer in 0..<config.layers {
      let prefix = "model.layers.\(layer)."
      for (name, rows) in [("q_proj", config.queryWidth), ("k_proj", config.kvWidth), ("v_proj", config.kvWidth)] {
        entries.append(entry(prefix + "self_attn.\(name).weight", [rows, hidden]))
        entries.append(entry(prefix + "self_attn.\(name).bias", [rows]))
      }
      entries += [
        entry(prefix + "self_attn.o_proj.weight", [hidden, config.queryWidth]),
        entry(prefix + "mlp.gate_proj.weight", [config.intermediateSize, hidden]),
        entry(prefix + "mlp.up_proj.weight", [config.intermediateSize, hidden]),
        entry(prefix + "mlp.down_proj.weight", [hidden, config.intermediateSize]),
        entry(prefix + "input_layernorm.weight", [hidden]), entry(prefix + "post_attention_layernorm.weight", [hidden]),
      ]
    }
    entries.append(entry("model.norm.weight", [hidden]))
    var writer = try SafetensorsWriter(path: path, entries)
    let values = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: config.vocabularySize * hidden)
    defer { unsafe values.deallocate() }
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for entry in entries {
      let count = entry.shape.reduce(1, *)
      // bf16 of both signs within 1/64 and 1/32 in size, and norms about 1.
      let bits: UInt64 = entry.shape.count == 1 ? 0x3F80 : 0x3C80
      for place in 0..<count {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        unsafe values[place] = UInt16(truncatingIfNeeded: bits | state & (entry.shape.count == 1 ? 0x3F : 0x807F))
      }
      unsafe try writer.write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: values[..<count])))
    }
    try writer.finish()
  }

  private static func entry(_ name: String, _ shape: [Int]) -> SafetensorsWriter.Entry {
    SafetensorsWriter.Entry(name: name, type: .bf16, shape: shape)
  }
}
