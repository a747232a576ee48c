import JSON

/// How a Hugging Face checkpoint holds its matrices, by its `quantization_config`.
enum CheckpointFormat: Sendable, Hashable {
  case floats
  /// What `sluice quantize` wrote.
  case packed(WeightForms)
  /// GPTQ or AWQ.
  case int4(Int4Layout)

  /// - Throws: for other methods.
  init(_ file: ConfigFile) throws(ModelError) {
    if let section = try file.section("quantization_config"), let layout = try Int4Layout(section) {
      self = .int4(layout)
    } else if let forms = try WeightForms(file) {
      self = .packed(forms)
    } else {
      self = .floats
    }
  }
}
