import JSON
import Qwen2
import Tensors
import Tokenizer

/// What `sluice inspect` tells of a model.
struct ModelReport {
  let outline: ModelOutline
  /// Nil when the model's own is not known.
  let template: ChatTemplate?
  let context: Int
  let batch: Int
  let need: MemoryNeed
  let memory: SystemMemory

  var text: String {
    let config = outline.config
    let types = outline.types.map { "\($0.tensors) \($0.type)" }.joined(separator: ", ")
    let known = template.map(\.rawValue) ?? "not known; name one with --chat-template"
    let extras = [
      config.biasesInputs ? "biases" : nil, config.biasesOutput ? "a bias of attention's output" : nil,
      config.normalizesHeads ? "normalised queries and keys" : nil,
    ].compactMap { $0 }
    return """
      family        \(config.family.rawValue)\(extras.isEmpty ? "" : ", with " + extras.joined(separator: ", "))
      layers        \(config.layers) of \(config.hiddenSize), gated layer \(config.intermediateSize)
      heads         \(config.heads) of \(config.headDim), \(config.kvHeads) for keys and values
      vocabulary    \(config.vocabularySize), output \(config.tiesEmbeddings ? "tied to the embedding" : "of its own")
      parameters    \(Self.millions(config.parameters))
      tensors       \(types)
      quantisation  \(outline.quantization ?? "none")
      context       \(config.maximumPositions) tokens, rotary base \(Self.number(config.ropeTheta)), \(config.ropeScaling.words)
      chat template \(known)
      memory        \(Self.mib(need.total)): weights \(Self.mib(need.weights)), keys and values \(Self.mib(need.cache)) \
      (\(batch) x \(context) tokens)
      this machine  \(Self.mib(memory.total)), of which \(Self.mib(memory.available)) can be had: \
      it \(need.fits(memory) ? "fits" : "does not fit")
      """
  }

  var json: JSONValue {
    let config = outline.config
    func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
    return [
      "family": .string(ExactString(config.family.rawValue)), "layers": number(config.layers),
      "hidden_size": number(config.hiddenSize), "intermediate_size": number(config.intermediateSize),
      "heads": number(config.heads), "kv_heads": number(config.kvHeads), "head_dim": number(config.headDim),
      "vocabulary_size": number(config.vocabularySize), "ties_embeddings": .bool(config.tiesEmbeddings),
      "biases": .bool(config.biasesInputs), "output_bias": .bool(config.biasesOutput),
      "normalizes_heads": .bool(config.normalizesHeads), "parameters": number(config.parameters),
      "tensors": .object(
        JSONObject(outline.types.map { JSONObject.Member(key: ExactString($0.type), value: number($0.tensors)) })),
      "quantization": outline.quantization.map { .string(ExactString($0)) } ?? .null,
      "context_length": number(config.maximumPositions), "rope_theta": .number(JSONNumber(config.ropeTheta)),
      "rope_scaling": .string(ExactString(config.ropeScaling.words)),
      "chat_template": template.map { .string(ExactString($0.rawValue)) } ?? .null,
      "memory": [
        "context": number(context), "batch": number(batch), "weights": number(need.weights),
        "kv_cache": number(need.cache), "total": number(need.total),
      ],
      "machine": ["total": number(memory.total), "available": number(memory.available)],
      "fits": .bool(need.fits(memory)),
    ]
  }

  private static func mib(_ bytes: Int) -> String { "\(bytes >> 20) MiB" }

  private static func number(_ value: Double) -> String { JSONNumber(value).text }

  /// With one decimal.
  private static func millions(_ count: Int) -> String {
    let tenths = (count + 50_000) / 100_000
    return "\(tenths / 10).\(tenths % 10) million"
  }
}
