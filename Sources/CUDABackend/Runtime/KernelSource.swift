import CCUDA

/// The text of a group of kernels, and its translation by NVRTC.
package struct KernelSource: Sendable {
  /// Named in errors.
  package let name: String
  private let text: String

  /// `text` is CUDA C++.
  init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  /// `parts` are put together in their order.
  private init(name: String, _ parts: sl_kernel_text...) {
    unsafe self.init(
      name: name,
      text: parts.map {
        unsafe String(decoding: UnsafeBufferPointer(start: $0.bytes, count: $0.count), as: UTF8.self)
      }.joined(separator: "\n"))
  }

  /// All groups.
  package static let all: [KernelSource] = [.model, .quantized, .sampler]
  package static let model = unsafe KernelSource(
    name: "model", sl_kernel_element, sl_kernel_rows, sl_kernel_gemv, sl_kernel_attention)
  package static let quantized = unsafe KernelSource(name: "quantized", sl_kernel_element, sl_kernel_quantized)
  package static let sampler = unsafe KernelSource(name: "sampler", sl_kernel_sampler)

  /// Machine code for an architecture as "sm_80".
  ///
  /// - Parameter macros: as "HEAD_DIM=128".
  func compile(_ nvrtc: sl_nvrtc, architecture: String, macros: [String]) throws(CUDAError) -> [UInt8] {
    func check(_ call: String, _ code: UInt32) throws(CUDAError) {
      guard code == 0 else { throw .nvrtc(call: call, code: code) }
    }
    var program: nvrtcProgram?
    try unsafe check("nvrtcCreateProgram", nvrtc.createProgram(&program, text, name + ".cu", 0, nil, nil))
    defer { _ = unsafe nvrtc.destroyProgram(&program) }
    // Sums and products stay apart unless a kernel asks for fmaf: the sampler equals the CPU's to the bit.
    let options = ["--gpu-architecture=\(architecture)", "--std=c++17", "--fmad=false"] + macros.map { "-D" + $0 }
    let code = unsafe withCStrings(options) { unsafe nvrtc.compileProgram(program, Int32(options.count), $0) }
    guard code == 0 else {
      throw .compilation(program: name, architecture: architecture, log: unsafe Self.log(nvrtc, program))
    }
    var size = 0
    try unsafe check("nvrtcGetCUBINSize", nvrtc.getCubinSize(program, &size))
    var cubin = [CChar](repeating: 0, count: size)
    try unsafe check("nvrtcGetCUBIN", nvrtc.getCubin(program, &cubin))
    return cubin.map { UInt8(bitPattern: $0) }
  }

  private static func log(_ nvrtc: sl_nvrtc, _ program: nvrtcProgram?) -> String {
    var size = 0
    guard unsafe nvrtc.getProgramLogSize(program, &size) == 0, size > 0 else { return "no log" }
    var log = [CChar](repeating: 0, count: size)
    guard unsafe nvrtc.getProgramLog(program, &log) == 0 else { return "no log" }
    return String(decoding: log.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Calls `body` with C strings that live as long as the call.
@unsafe private func withCStrings<Value>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
  let copies = unsafe strings.map { text in
    let bytes = text.utf8CString
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
    _ = unsafe copy.initialize(from: bytes)
    return unsafe copy
  }
  defer { unsafe copies.forEach { unsafe $0.deallocate() } }
  let pointers = unsafe copies.map { unsafe UnsafePointer($0.baseAddress) }
  return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
}
