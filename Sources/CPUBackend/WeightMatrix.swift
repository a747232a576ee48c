import CKernels
package import Tensors

/// A weight matrix [rows][cols] in a mapped checkpoint, in the type in which it is stored.
@safe package struct WeightMatrix: @unchecked Sendable {
  // Sendable: the memory is mapped read-only, and `tensor` keeps the mapping alive.
  private let tensor: Tensor
  let base: UnsafeRawPointer
  let type: sl_type
  package let rows: Int
  package let cols: Int

  /// The whole of a tensor of shape [rows, cols].
  package init(_ tensor: Tensor) throws(TensorError) {
    precondition(tensor.shape.count == 2 && tensor.elementCount > 0, "a weight matrix has rows and columns")
    self.type = try tensor.kernelType
    self.tensor = tensor
    unsafe base = tensor.bytes.baseAddress!
    rows = tensor.shape[0]
    cols = tensor.shape[1]
  }

  /// Address of a row.
  func row(_ index: Int) -> UnsafeRawPointer {
    precondition(index >= 0 && index < rows, "row \(index) of \(rows)")
    return unsafe base + index * cols * tensor.type.size
  }
}

extension Tensor {
  /// The kernels' name for the element type; throws for types that they do not read.
  var kernelType: sl_type {
    get throws(TensorError) {
      switch type {
      case .f32: SL_F32
      case .bf16: SL_BF16
      case .f16: SL_F16
      default: throw .unsupportedType(tensor: name, type: type)
      }
    }
  }
}
