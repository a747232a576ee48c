/// The published families whose models this room computes. They are one computation; what differs is data in
/// `Qwen2Config`.
package enum ModelFamily: String, Sendable, Hashable, CaseIterable {
  /// Qwen2 and Qwen2.5.
  case qwen2
  case qwen3
  /// Llama 3 and others of its shape.
  case llama

  /// What `architectures` says in a configuration.
  var architecture: String {
    switch self {
    case .qwen2: "Qwen2ForCausalLM"
    case .qwen3: "Qwen3ForCausalLM"
    case .llama: "LlamaForCausalLM"
    }
  }

  /// Width of a head where the configuration names none; nil means an equal share of the hidden size.
  var headDim: Int? { self == .qwen3 ? 128 : nil }

  /// Longest sequence where the configuration names none.
  var maximumPositions: Int { self == .llama ? 2048 : 32768 }
}
