import CKernels

/// The instruction sets that kernels exist for. Their results differ in the last bits only.
package enum InstructionSet: Sendable, Hashable, CaseIterable, Comparable {
  case portable
  case avx2
  case avx512
  /// AVX-512 with products of bytes.
  case vnni
  /// The same with tiles of bf16.
  case amx

  /// The most capable one of this machine.
  package static var best: InstructionSet {
    switch sl_isa_detect() {
    case SL_ISA_AMX: .amx
    case SL_ISA_VNNI: .vnni
    case SL_ISA_AVX512: .avx512
    case SL_ISA_AVX2: .avx2
    default: .portable
    }
  }

  var code: sl_isa {
    switch self {
    case .portable: SL_ISA_PORTABLE
    case .avx2: SL_ISA_AVX2
    case .avx512: SL_ISA_AVX512
    case .vnni: SL_ISA_VNNI
    case .amx: SL_ISA_AMX
    }
  }
}
