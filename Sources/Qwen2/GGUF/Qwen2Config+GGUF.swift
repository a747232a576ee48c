import Glibc
package import Tensors

extension Qwen2Config {
  /// Reads the metadata of a GGUF file. Keys of the architecture that are not known are refused, and so are tensors.
  package init(_ file: GGUFFile) throws(ModelError) {
    let fields = try GGUFFields(file)
    family = fields.family
    hiddenSize = try fields.size("embedding_length")
    layers = try fields.size("block_count")
    heads = try fields.size("attention.head_count")
    kvHeads = try fields.size("attention.head_count_kv", default: heads)
    intermediateSize = try fields.size("feed_forward_length")
    rmsNormEpsilon = try fields.number("attention.layer_norm_rms_epsilon")
    ropeTheta = try fields.number("rope.freq_base", default: 10000)
    guard ropeTheta > 1 else { throw fields.unsupported("rope.freq_base") }
    guard let embedding = file.tensors["token_embd.weight"], embedding.shape.count == 2 else {
      throw .tensors(.missingTensor(name: "token_embd.weight"))
    }
    vocabularySize = embedding.shape[0]
    tiesEmbeddings = file.tensors["output.weight"] == nil
    biasesInputs = file.tensors["blk.0.attn_q.bias"] != nil
    biasesOutput = file.tensors["blk.0.attn_output.bias"] != nil
    normalizesHeads = fields.family == .qwen3
    endTokens = ["eos", "eot", "eom"].compactMap {
      file.metadata["tokenizer.ggml.\($0)_token_id"]?.integer.flatMap { Int32(exactly: $0) }
    }
    if file.metadata[fields.name("attention.key_length")] == nil, hiddenSize % heads != 0 {
      throw .notDivisible(
        field: fields.name("embedding_length"), value: hiddenSize, divisor: fields.name("attention.head_count"),
        by: heads)
    }
    headDim = try fields.size("attention.key_length", default: hiddenSize / heads)
    guard heads % kvHeads == 0 else {
      throw .notDivisible(
        field: fields.name("attention.head_count"), value: heads, divisor: fields.name("attention.head_count_kv"),
        by: kvHeads)
    }
    guard headDim % 2 == 0 else {
      throw .notDivisible(field: fields.name("attention.key_length"), value: headDim, divisor: "rotary pairs", by: 2)
    }
    for field in ["attention.value_length", "rope.dimension_count"]
    where try fields.size(field, default: headDim) != headDim {
      throw fields.unsupported(field)
    }
    let positions = try fields.size("context_length")
    ropeScaling = try Self.scaling(file, fields, pairs: headDim / 2, positions: positions)
    maximumPositions = ropeScaling.stretched(positions)
    try checkSizes(file.path)
    try fields.refuseUnknown()
    for name in file.tensors.keys.sorted() where !GGUFName.isKnown(name, layers: layers) {
      throw .unsupported(file: file.path, field: "tensor", value: name)
    }
  }

  private static func scaling(
    _ file: GGUFFile, _ fields: GGUFFields, pairs: Int, positions: Int
  ) throws(ModelError) -> RotaryScaling {
    if let factors = file.tensors[GGUFName.rotaryFactors] {
      guard factors.type == .f32, factors.shape == [pairs] else {
        throw .tensors(.wrongShape(tensor: factors.name, expected: [pairs], found: factors.shape))
      }
      let values = (0..<pairs).map { unsafe factors.bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
      guard values.allSatisfy({ $0.isFinite && $0 > 0 }) else {
        throw .unsupported(file: file.path, field: factors.name, value: "a factor that is not positive")
      }
      return .divided(values)
    }
    switch file.metadata[fields.name("rope.scaling.type")]?.text ?? "none" {
    case "none": return .none
    case "linear": return .linear(factor: try fields.number("rope.scaling.factor"))
    case "yarn":
      let factor = try fields.number("rope.scaling.factor")
      return .yarn(
        RotaryScaling.Yarn(
          factor: factor,
          originalPositions: try fields.size("rope.scaling.original_context_length", default: positions),
          attentionFactor: factor > 1 ? 0.1 * log(factor) + 1 : 1, betaFast: 32, betaSlow: 1))
    default: throw fields.unsupported("rope.scaling.type")
    }
  }
}
