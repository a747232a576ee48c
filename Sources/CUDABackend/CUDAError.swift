/// Why CUDA cannot be used, or a call of it failed.
package enum CUDAError: Error, Sendable, Hashable, CustomStringConvertible {
  /// None of the names of a library could be opened; `reasons` has what the loader said of each.
  case noLibrary(Library, reasons: [String])
  /// The driver is there and no GPU, or none that this process may use.
  case noDevice
  case deviceOutOfRange(index: Int, count: Int)
  /// Kernels need what GPUs have from compute capability 8.0 on.
  case deviceTooOld(name: String, major: Int, minor: Int)
  case outOfMemory(bytes: Int, free: Int)
  /// A call of the driver returned `code`.
  case driver(call: String, code: UInt32, meaning: String)
  case cublas(call: String, code: UInt32)
  case nvrtc(call: String, code: UInt32)
  /// NVRTC refused the text of a program; `log` is its own.
  case compilation(program: String, architecture: String, log: String)

  /// The libraries that CUDA consists of here.
  package enum Library: String, Sendable, Hashable, CaseIterable {
    case driver = "libcuda"
    case nvrtc = "libnvrtc"
    case cublas = "libcublas"
  }

  package var description: String {
    switch self {
    case .noLibrary(let library, let reasons):
      "\(library.rawValue) cannot be loaded: \(reasons.joined(separator: "; "))"
    case .noDevice: "the CUDA driver finds no GPU"
    case .deviceOutOfRange(let index, let count): "GPU \(index) is not one of the \(count) that there are"
    case .deviceTooOld(let name, let major, let minor):
      "\(name) has compute capability \(major).\(minor); 8.0 is the least that is supported"
    case .outOfMemory(let bytes, let free): "the GPU has \(free) bytes free, \(bytes) are needed"
    case .driver(let call, let code, let meaning): "\(call) failed with \(code) (\(meaning))"
    case .cublas(let call, let code): "\(call) failed with status \(code)"
    case .nvrtc(let call, let code): "\(call) failed with status \(code)"
    case .compilation(let program, let architecture, let log):
      "the kernels of \(program) do not compile for \(architecture): \(log)"
    }
  }
}
