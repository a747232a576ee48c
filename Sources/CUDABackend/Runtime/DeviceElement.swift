package import Tensors

/// The types in which weights and activations are multiplied on the GPU.
package enum DeviceElement: Sendable, Hashable, CaseIterable {
  case bf16
  case f16
  case f32

  /// The type of a checkpoint's tensor, nil where kernels do not read it.
  package init?(_ type: ElementType) {
    switch type {
    case .bf16: self = .bf16
    case .f16: self = .f16
    case .f32: self = .f32
    default: return nil
    }
  }

  /// Bytes of one element.
  package var size: Int { self == .f32 ? 4 : 2 }

  /// The macro that chooses it in the kernels' text.
  var macro: String {
    switch self {
    case .bf16: "SL_BF16"
    case .f16: "SL_F16"
    case .f32: "SL_F32"
    }
  }

  /// CUDA_R_16BF, CUDA_R_16F, CUDA_R_32F.
  var cublasType: UInt32 {
    switch self {
    case .bf16: 14
    case .f16: 2
    case .f32: 0
    }
  }
}
