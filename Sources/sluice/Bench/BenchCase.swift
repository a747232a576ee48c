import CPUBackend

/// What is measured: so many sequences at once, of one kind of texts.
struct BenchCase: Hashable {
  let quantization: Quantization.Element?
  let batch: Int
  let texts: BenchTexts

  var weights: String { quantization?.rawValue ?? "as stored" }
}
