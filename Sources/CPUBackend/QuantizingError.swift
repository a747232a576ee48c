import CKernels
package import Tensors

/// Why a tensor cannot be quantised.
package enum QuantizingError: Error, Sendable, Hashable {
  case tensor(TensorError)
  case backend(BackendError)
}

extension WeightMemory {
  /// The same with the error of quantising.
  convenience init(quantizing byteCount: Int) throws(QuantizingError) {
    do throws(BackendError) {
      try self.init(byteCount: byteCount)
    } catch {
      throw .backend(error)
    }
  }
}

extension Tensor {
  /// The kernels' name for the element type, with the error of quantising.
  var quantizableType: sl_type {
    get throws(QuantizingError) {
      do throws(TensorError) {
        return try kernelType
      } catch {
        throw .tensor(error)
      }
    }
  }
}
