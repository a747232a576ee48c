package import Masking
package import Qwen2
package import Tensors
package import Tokenizer

/// Why a model directory can't be served.
package enum EngineError: Error, Sendable, Hashable, CustomStringConvertible {
  case model(ModelError)
  case tokenizer(TokenizerError)
  case masking(MaskingError)
  /// The tokenizer has ids for which the model has no logits.
  case vocabularyExceedsModel(tokens: Int, rows: Int)
  /// The chat template writes a special token that the tokenizer lacks.
  case missingChatToken(String)
  /// The file has a chat template that is none of those that are known.
  case unknownChatTemplate(file: String)
  /// The machine has not the memory that the model takes.
  case doesNotFit(MemoryNeed, SystemMemory)
  /// Neither `config.json` nor `generation_config.json` names a token that ends a text.
  case noEndToken
  /// A sampling parameter in `generation_config.json` that is no number within its limits.
  case invalidSampling(file: String, field: SamplingParameters.Field, limits: SamplingParameters.Limits)

  /// The cache of keys and values can't hold a page of them.
  case cacheTooSmall(bytes: Int, page: Int)

  package var description: String {
    switch self {
    case .model(let error): error.description
    case .tokenizer(let error): error.description
    case .masking(let error): error.description
    case .vocabularyExceedsModel(let tokens, let rows):
      "the tokenizer has \(tokens) tokens, and the model only logits for \(rows)"
    case .missingChatToken(let token): "the tokenizer lacks \(token), which the chat template needs"
    case .unknownChatTemplate(let file):
      "\(file) has a chat template that is not known to the letter; if the model wants conversations as one of these, name "
        + "it with --chat-template: \(ChatTemplate.allCases.map(\.rawValue).joined(separator: ", "))"
    case .cacheTooSmall(let bytes, let page):
      "a cache of \(bytes) bytes is too small: a page of keys and values takes \(page)"
    case .doesNotFit(let need, let memory):
      "the model takes \(need.weights >> 20) MiB for weights and \(need.cache >> 20) MiB for keys and values, and of this "
        + "machine's \(memory.total >> 20) MiB only \(memory.available >> 20) MiB can be had; --kv-cache gives less to keys "
        + "and values, --quantize makes the weights smaller"
    case .noEndToken: "the model's configuration names no end token"
    case .invalidSampling(let file, let field, let limits):
      "\(file): \"\(field.rawValue)\" must be a number \(limits)"
    }
  }
}
