import CCUDA

/// One function of a program.
@safe struct Kernel: @unchecked Sendable {
  // Sendable: the function is a constant of the program, which this keeps.
  private let program: KernelProgram
  private let function: CUfunction

  init(program: KernelProgram, function: CUfunction) {
    self.program = program
    unsafe self.function = function
  }

  /// Enqueues a launch. `blocks` and `threads` must not be 0.
  func launch(
    blocks: (Int, Int, Int), threads: Int, _ arguments: KernelArgument...
  ) throws(CUDAError) {
    try launch(blocks: blocks, threads: threads, arguments)
  }

  func launch(blocks: (Int, Int, Int), threads: Int, _ arguments: [KernelArgument]) throws(CUDAError) {
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
