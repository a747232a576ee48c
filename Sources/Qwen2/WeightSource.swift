import CPUBackend

/// Where a model's weights come from, by the names that Hugging Face checkpoints give them.
protocol WeightSource {
  /// A matrix by its name without `.weight`.
  func matrix(_ name: String, rows: Int, cols: Int) throws(ModelError) -> WeightMatrix

  /// Bytes that the same will take.
  func byteCount(_ name: String, rows: Int, cols: Int) throws(ModelError) -> Int

  /// A vector by its whole name.
  func vector(_ name: String, _ count: Int) throws(ModelError) -> WeightVector
}
