import CPUBackend

/// What is measured: so many sequences at once, with a schema or without.
struct BenchCase: Hashable {
  let quantization: Quantization.Element?
  let batch: Int
  let hasSchema: Bool

  var weights: String { quantization?.rawValue ?? "as stored" }
}
