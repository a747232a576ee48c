import CPUBackend
import Tensors

/// Makes a model's matrices from the tensors of its checkpoint.
struct WeightReader: WeightSource {
  /// What becomes of a matrix.
  enum Treatment {
    /// Mapped in the type that it has.
    case asStored
    /// Read from the packed tensors of a checkpoint that `sluice quantize` wrote.
    case packed(WeightForms)
    /// Rounded now.
    case rounded(WeightForms, CPUBackend)
  }

  let checkpoint: Checkpoint
  let treatment: Treatment

  /// Suffix of the tensors that hold packed matrices.
  static let packedSuffix = ".packed"

  /// The matrix whose tensor is `name` with the suffix `.weight`.
  func matrix(_ name: String, rows: Int, cols: Int) throws(ModelError) -> WeightMatrix {
    switch treatment {
    case .asStored:
      return try tensors { () throws(TensorError) in try WeightMatrix(stored(name, rows, cols)) }
    case .packed(let forms):
      guard let form = forms.form(of: name), form.divides(cols: cols) else {
        return try tensors { () throws(TensorError) in try WeightMatrix(stored(name, rows, cols)) }
      }
      return try tensors { () throws(TensorError) in
        let bytes = form.bytes(rows: rows, cols: cols)
        let tensor = try checkpoint.tensor(name + Self.packedSuffix, shape: [bytes])
        guard tensor.type == .u8 else { throw .unsupportedType(tensor: tensor.name, type: tensor.type) }
        return WeightMatrix(packed: tensor, form, rows: rows, cols: cols)
      }
    case .rounded(let forms, let backend):
      let tensor = try tensors { () throws(TensorError) in try stored(name, rows, cols) }
      guard let form = forms.form(of: name), form.divides(cols: cols) else {
        return try tensors { () throws(TensorError) in try WeightMatrix(tensor) }
      }
      return try backend.quantized(tensor, to: form)
    }
  }

  func byteCount(_ name: String, rows: Int, cols: Int) throws(ModelError) -> Int {
    let forms: WeightForms?
    switch treatment {
    case .asStored: forms = nil
    case .packed(let own), .rounded(let own, _): forms = own
    }
    if let form = forms?.form(of: name), form.divides(cols: cols) { return form.bytes(rows: rows, cols: cols) }
    return try tensors { () throws(TensorError) in unsafe try stored(name, rows, cols).bytes.count }
  }

  func vector(_ name: String, _ count: Int) throws(ModelError) -> WeightVector {
    try tensors { () throws(TensorError) in try WeightVector(checkpoint.tensor(name, shape: [count])) }
  }

  private func stored(_ name: String, _ rows: Int, _ cols: Int) throws(TensorError) -> Tensor {
    try checkpoint.tensor(name + ".weight", shape: [rows, cols])
  }

  private func tensors<Value>(_ body: () throws(TensorError) -> Value) throws(ModelError) -> Value {
    do throws(TensorError) {
      return try body()
    } catch {
      throw .tensors(error)
    }
  }
}

extension CPUBackend {
  /// `quantize` with the model's errors.
  func quantized(_ tensor: Tensor, to form: Quantization) throws(ModelError) -> WeightMatrix {
    do throws(QuantizingError) {
      return try quantize(tensor, to: form)
    } catch {
      switch error {
      case .tensor(let error): throw .tensors(error)
      case .backend(let error): throw .backend(error)
      }
    }
  }
}
