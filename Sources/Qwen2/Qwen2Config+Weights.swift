extension Qwen2Config {
  /// What no model has, and from where on products have no room for a row, sums of sizes would not fit, or a GPU could not
  /// add the weights of a vocabulary up.
  private static let limits = (layers: 4_096, width: 1 << 20, vocabulary: 1 << 21)

  /// - Parameter file: for the error.
  /// - Throws: `ModelError.beyondLimit` for the first size that is.
  func checkSizes(_ file: String) throws(ModelError) {
    let sizes = [
      ("number of layers", layers, Self.limits.layers), ("width of hidden states", hiddenSize, Self.limits.width),
      ("width of a layer's MLP", intermediateSize, Self.limits.width),
      ("width of all heads", queryWidth, Self.limits.width), ("vocabulary", vocabularySize, Self.limits.vocabulary),
    ]
    for (size, value, limit) in sizes where value > limit {
      throw .beyondLimit(file: file, size: size, value: value, limit: limit)
    }
  }

  /// The matrices of a model, by their names without `.weight`.
  var matrices: [(name: String, rows: Int, cols: Int)] {
    var matrices = [(name: "model.embed_tokens", rows: vocabularySize, cols: hiddenSize)]
    if !tiesEmbeddings { matrices.append(("lm_head", vocabularySize, hiddenSize)) }
    for number in 0..<layers {
      let prefix = "model.layers.\(number)."
      matrices += [
        (prefix + "self_attn.q_proj", queryWidth, hiddenSize), (prefix + "self_attn.k_proj", kvWidth, hiddenSize),
        (prefix + "self_attn.v_proj", kvWidth, hiddenSize), (prefix + "self_attn.o_proj", hiddenSize, queryWidth),
        (prefix + "mlp.gate_proj", intermediateSize, hiddenSize),
        (prefix + "mlp.up_proj", intermediateSize, hiddenSize),
        (prefix + "mlp.down_proj", hiddenSize, intermediateSize),
      ]
    }
    return matrices
  }

  /// Numbers in the vectors of a model.
  private var vectorParameters: Int {
    var layer = 2 * hiddenSize
    if biasesInputs { layer += queryWidth + 2 * kvWidth }
    if biasesOutput { layer += hiddenSize }
    if normalizesHeads { layer += 2 * headDim }
    return hiddenSize + layers * layer
  }

  /// Numbers that training has found.
  package var parameters: Int { matrices.reduce(vectorParameters) { $0 + $1.rows * $1.cols } }

  /// Bytes of the vectors in memory, where they are f32.
  var vectorBytes: Int { 4 * vectorParameters }
}
