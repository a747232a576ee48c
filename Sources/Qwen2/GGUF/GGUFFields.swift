import Tensors

/// Typed access to what a GGUF file's metadata say of its architecture, whose keys begin with its name.
struct GGUFFields {
  let family: ModelFamily
  private let file: GGUFFile

  /// Keys that are read, and some that mean nothing for the computation.
  private static let known: Set<String> = [
    "embedding_length", "block_count", "attention.head_count", "attention.head_count_kv", "feed_forward_length",
    "attention.layer_norm_rms_epsilon", "rope.freq_base", "attention.key_length", "attention.value_length",
    "rope.dimension_count", "context_length", "rope.scaling.type", "rope.scaling.factor",
    "rope.scaling.original_context_length", "rope.scaling.finetuned", "vocab_size", "tensor_data_layout",
  ]

  init(_ file: GGUFFile) throws(ModelError) {
    guard let name = file.metadata["general.architecture"]?.text, let family = ModelFamily(rawValue: name) else {
      throw .unsupported(
        file: file.path, field: "general.architecture", value: file.metadata["general.architecture"]?.text ?? "null")
    }
    self.file = file
    self.family = family
  }

  func name(_ field: String) -> String { family.rawValue + "." + field }

  func unsupported(_ field: String) -> ModelError {
    let value = file.metadata[name(field)]
    let shown = value?.text ?? value?.number.map { String($0) } ?? value?.flag.map { String($0) } ?? "this type"
    return .unsupported(file: file.path, field: name(field), value: shown)
  }

  /// A positive integer of at most 31 bits.
  func size(_ field: String, default standard: Int? = nil) throws(ModelError) -> Int {
    guard let value = file.metadata[name(field)] else {
      guard let standard else { throw missing(field) }
      return standard
    }
    guard let size = value.integer, size > 0, size <= Int(Int32.max) else { throw missing(field) }
    return size
  }

  func number(_ field: String, default standard: Double? = nil) throws(ModelError) -> Double {
    guard let value = file.metadata[name(field)] else {
      guard let standard else { throw missing(field) }
      return standard
    }
    guard let number = value.number, number > 0, number.isFinite else { throw missing(field) }
    return number
  }

  /// - Throws: for the first key of the architecture that nobody reads, unless it counts experts and there are none.
  func refuseUnknown() throws(ModelError) {
    for key in file.metadata.keys.sorted() where key.hasPrefix(family.rawValue + ".") {
      let field = String(key.dropFirst(family.rawValue.utf8.count + 1))
      if Self.known.contains(field) { continue }
      if ["expert_count", "expert_used_count"].contains(field), file.metadata[key]?.integer == 0 { continue }
      throw unsupported(field)
    }
  }

  private func missing(_ field: String) -> ModelError {
    .tensors(.invalidGGUF(file: file.path, .missing(key: name(field))))
  }
}
