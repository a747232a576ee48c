package import CPUBackend
import JSON
package import Tensors

/// What a model is and what it takes, found from its files without loading it.
package struct ModelOutline: Sendable {
  package let config: Qwen2Config
  /// The types of what the files hold, with the number of tensors of each.
  package let types: [(type: String, tensors: Int)]
  /// How the matrices are quantised, in words; nil for floats.
  package let quantization: String?
  /// Bytes of the weights in memory.
  package let weightBytes: Int
  /// Whether the embedding stays f32, on which the type of the cache depends.
  let embedsInFloat32: Bool

  /// Reads a Hugging Face directory.
  ///
  /// - Parameter rounding: what a model in floats is to be rounded to.
  package init(directory: String, rounding: Quantization.Element? = nil) throws(ModelError) {
    let file = try ConfigFile(path: directory + "/config.json")
    config = try Qwen2Config(file)
    let format = try CheckpointFormat(file)
    if rounding != nil, format != .floats { throw .alreadyQuantized(directory: directory) }
    let checkpoint: Checkpoint
    do throws(TensorError) {
      checkpoint = try Checkpoint(directory: directory)
    } catch {
      throw .tensors(error)
    }
    types = Self.counted(checkpoint.shards.flatMap { $0.header.entries.values.map(\.type.rawValue) })
    let embedding = "model.embed_tokens.weight"
    embedsInFloat32 =
      rounding == nil && checkpoint.shards.contains { $0.header.entries[embedding]?.type == .f32 }
    switch format {
    case .floats:
      let forms = rounding.map { WeightForms($0) }
      quantization = forms.map { Self.words($0) + ", rounded while loading" }
      let reader = WeightReader(checkpoint: checkpoint, treatment: .asStored)
      var sum = config.vectorBytes
      for (name, rows, cols) in config.matrices {
        if let form = forms?.form(of: name), form.divides(cols: cols) {
          sum += form.bytes(rows: rows, cols: cols)
        } else {
          sum += try reader.byteCount(name, rows: rows, cols: cols)
        }
      }
      weightBytes = sum
    case .packed(let forms):
      quantization = Self.words(forms)
      weightBytes = try Self.bytes(WeightReader(checkpoint: checkpoint, treatment: .packed(forms)), config)
    case .int4(let layout):
      quantization = layout.words
      weightBytes = try Self.bytes(
        Int4Weights(checkpoint: checkpoint, layout: layout, configuration: file.path), config)
    }
  }

  package init(gguf file: GGUFFile) throws(ModelError) {
    config = try Qwen2Config(file)
    types = Self.counted(file.tensors.values.map { "\($0.type)" })
    embedsInFloat32 = file.tensors["token_embd.weight"]?.type == .f32
    let isQuantized = file.tensors.values.contains { $0.plain == nil }
    quantization = isQuantized ? "as in the file" : nil
    weightBytes = try Self.bytes(GGUFWeights(file, config), config)
  }

  private static func bytes(_ source: some WeightSource, _ config: Qwen2Config) throws(ModelError) -> Int {
    var sum = config.vectorBytes
    for (name, rows, cols) in config.matrices { sum += try source.byteCount(name, rows: rows, cols: cols) }
    return sum
  }

  private static func counted(_ types: [String]) -> [(type: String, tensors: Int)] {
    Dictionary(grouping: types) { $0 }.map { ($0.key, $0.value.count) }.sorted { $0.type < $1.type }
  }

  private static func words(_ forms: WeightForms) -> String {
    forms.layers == forms.head ? "\(forms.layers)" : "\(forms.layers), embedding and output \(forms.head)"
  }
}
