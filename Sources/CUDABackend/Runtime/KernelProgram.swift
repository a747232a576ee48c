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

  deinit { device.release { _ = unsafe $0.driver.moduleUnload(module) } }

  func kernel(_ name: String) throws(CUDAError) -> Kernel {
    var function: CUfunction?
    try unsafe device.check(
      "cuModuleGetFunction(\(name))", device.libraries.driver.moduleGetFunction(&function, module, name))
    return unsafe Kernel(program: self, function: function!)
  }
}
