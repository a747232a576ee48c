package import Tensors

/// Why a tensor cannot be quantised.
package enum QuantizingError: Error, Sendable, Hashable {
  case tensor(TensorError)
  case backend(BackendError)
}
