import CCUDA

/// Kernels translated for a GPU and loaded there.
@safe final class KernelProgram: @unchecked Sendable {
  // Sendable: what the driver made is not changed after `init`.
  let device: CUDADevice
  private let module: CUmodule

  init(_ source: KernelSource, macros: [String] = [], on device: CUDADevice) throws(CUDAError) {
    let code = try source.compile(device.libraries.nvrtc, architecture: device.architecture, macros: macros)
    try device.makeCurrent()
    var module: CUmodule?
    try unsafe device.check("cuModuleLoadData", device.libraries.driver.moduleLoadData(&module, code))
    unsafe self.module = module!
    self.device = device
  }

  deinit { _ = unsafe device.libraries.driver.moduleUnload(module) }

  func kernel(_ name: String) throws(CUDAError) -> Kernel {
    var function: CUfunction?
    try unsafe device.check(
      "cuModuleGetFunction(\(name))", device.libraries.driver.moduleGetFunction(&function, module, name))
    return unsafe Kernel(program: self, function: function!)
  }
}

/// One function of a program.
@safe struct Kernel: @unchecked Sendable {
  // Sendable: the function is a constant of the program, which this keeps.
  private let program: KernelProgram
  private let function: CUfunction

  fileprivate init(program: KernelProgram, function: CUfunction) {
    self.program = program
    unsafe self.function = function
  }

  /// Enqueues a launch. `blocks` and `threads` must not be 0.
  func launch(
    blocks: (Int, Int, Int), threads: Int, _ arguments: KernelArgument...
  ) throws(CUDAError) {
    let device = program.device
    try device.makeCurrent()
    var slots = arguments.map(\.bits)
    let code = unsafe slots.withUnsafeMutableBufferPointer { slots in
      // Every argument lies at the start of its own eight bytes.
      var places = unsafe (0..<slots.count).map {
        unsafe UnsafeMutableRawPointer(slots.baseAddress! + $0) as UnsafeMutableRawPointer?
      }
      return unsafe device.libraries.driver.launchKernel(
        function, UInt32(blocks.0), UInt32(blocks.1), UInt32(blocks.2), UInt32(threads), 1, 1, 0, device.stream,
        &places, nil)
    }
    try device.check("cuLaunchKernel", code)
  }
}

/// An argument of a kernel as its bits, little-endian.
struct KernelArgument {
  let bits: UInt64

  /// An address, or none.
  static func buffer(_ buffer: DeviceBuffer?, offset: Int = 0) -> KernelArgument {
    KernelArgument(bits: buffer.map { $0.address + UInt64(offset) } ?? 0)
  }
  static func int(_ value: Int) -> KernelArgument { KernelArgument(bits: UInt64(UInt32(bitPattern: Int32(value)))) }
  static func long(_ value: Int) -> KernelArgument { KernelArgument(bits: UInt64(bitPattern: Int64(value))) }
  static func float(_ value: Float) -> KernelArgument { KernelArgument(bits: UInt64(value.bitPattern)) }
}
