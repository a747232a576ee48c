import JSON
import Qwen2
import Tensors
import Tokenizer

/// The tokenizer of a GGUF file's metadata, as the `tokenizer.json` that it was made of.
struct GGUFTokenizer {
  private let file: GGUFFile

  init(_ file: GGUFFile) { self.file = file }

  func tokenizer() throws(EngineError) -> Tokenizer {
    let json = try json()
    do throws(TokenizerError) {
      return try Tokenizer(json: json)
    } catch {
      throw .tokenizer(error)
    }
  }

  /// How texts are cut before pairs are merged, by the name that files give it.
  private struct Splitting {
    let pattern: String
    let normalizes: Bool
    /// A piece that is a token is not merged.
    let ignoresMerges: Bool

    static let qwen = Splitting(
      pattern: #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"#
        + #"|\s+(?!\S)|\s+"#, normalizes: true, ignoresMerges: false)
    static let llama3 = Splitting(
      pattern: #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"#
        + #"|\s*[\r\n]+|\s+(?!\S)|\s+"#, normalizes: false, ignoresMerges: true)

    static let known = [
      "qwen2": qwen, "llama-bpe": llama3, "llama3": llama3, "llama-v3": llama3,
    ]
  }

  private func json() throws(EngineError) -> JSONValue {
    let model = try text("tokenizer.ggml.model")
    guard model == "gpt2" else { throw unsupported("tokenizer.ggml.model", model) }
    let name = try text("tokenizer.ggml.pre")
    guard let splitting = Splitting.known[name] else { throw unsupported("tokenizer.ggml.pre", name) }
    let contents = try texts("tokenizer.ggml.tokens")
    let kinds = try kinds(contents.count)
    var vocabulary = JSONObject()
    var added: [JSONValue] = []
    for (id, content) in contents.enumerated() {
      let number = JSONValue.number(JSONNumber(id))
      switch kinds[id] {
      case .normal: vocabulary[ExactString(content)] = number
      case .special, .added:
        added.append([
          "id": number, "content": .string(ExactString(content)), "single_word": false, "lstrip": false,
          "rstrip": false, "normalized": false, "special": .bool(kinds[id] == .special),
        ])
      case .unused: continue
      }
    }
    return [
      "version": "1.0", "normalizer": splitting.normalizes ? ["type": "NFC"] : .null,
      "pre_tokenizer": [
        "type": "Sequence",
        "pretokenizers": [
          [
            "type": "Split", "pattern": ["Regex": .string(ExactString(splitting.pattern))], "behavior": "Isolated",
            "invert": false,
          ],
          ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false],
        ],
      ],
      "decoder": ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": false, "use_regex": false],
      "model": [
        "type": "BPE", "vocab": .object(vocabulary), "ignore_merges": .bool(splitting.ignoresMerges),
        "merges": .array(try texts("tokenizer.ggml.merges").map { .string(ExactString($0)) }),
      ],
      "added_tokens": .array(added),
    ]
  }

  private enum Kind {
    case normal
    case special
    case added
    /// Of the padding of the vocabulary to a round size.
    case unused
  }

  private func kinds(_ count: Int) throws(EngineError) -> [Kind] {
    let key = "tokenizer.ggml.token_type"
    guard let items = file.metadata[key]?.items, items.count == count else { throw missing(key) }
    var kinds: [Kind] = []
    for item in items {
      switch item.integer {
      case 1: kinds.append(.normal)
      case 3: kinds.append(.special)
      case 4: kinds.append(.added)
      case 5: kinds.append(.unused)
      case let type: throw unsupported(key, type.map { String($0) } ?? "null")
      }
    }
    return kinds
  }

  private func text(_ key: String) throws(EngineError) -> String {
    guard let text = file.metadata[key]?.text else { throw missing(key) }
    return text
  }

  private func texts(_ key: String) throws(EngineError) -> [String] {
    guard let items = file.metadata[key]?.items else { throw missing(key) }
    var texts: [String] = []
    texts.reserveCapacity(items.count)
    for item in items {
      guard let text = item.text else { throw missing(key) }
      texts.append(text)
    }
    return texts
  }

  private func missing(_ key: String) -> EngineError {
    .model(.tensors(.invalidGGUF(file: file.path, .missing(key: key))))
  }

  private func unsupported(_ key: String, _ value: String) -> EngineError {
    .model(.unsupported(file: file.path, field: key, value: value))
  }
}
