import CCUDA

/// One GPU: its memory, the stream on which work runs in order, and cuBLAS.
///
/// Everything that is enqueued here runs after what was enqueued before. A device serves one thread at a time; which
/// one may change between calls.
@safe package final class CUDADevice: @unchecked Sendable {
  // Sendable: the driver's functions may be called from any thread once the context is current there, which every entry
  // sees to; the stream orders the work.
  let libraries: CUDALibraries
  private let index: CUdevice
  private let context: CUcontext
  let stream: CUstream
  private let cublas: sl_cublas
  private let cublasHandle: cublasHandle_t
  private let cublasWorkspace: CUdeviceptr
  package let name: String
  /// As (9, 0).
  package let computeCapability: (major: Int, minor: Int)
  package let multiprocessors: Int
  /// Bytes of the GPU's memory.
  package let memory: Int

  /// What cuBLAS advises for this generation of GPUs; a fixed buffer lets graphs record its products.
  private static let cublasWorkspaceBytes = 32 << 20

  package init(index: Int = 0, libraries: CUDALibraries) throws(CUDAError) {
    let driver = libraries.driver
    func check(_ call: String, _ code: UInt32) throws(CUDAError) {
      try CUDALibraries.check(call, driver, code)
    }
    var count: Int32 = 0
    try check("cuDeviceGetCount", unsafe driver.deviceGetCount(&count))
    guard count > 0 else { throw .noDevice }
    guard index >= 0, index < count else { throw .deviceOutOfRange(index: index, count: Int(count)) }
    var device: CUdevice = 0
    try check("cuDeviceGet", unsafe driver.deviceGet(&device, Int32(index)))
    var text = [CChar](repeating: 0, count: 256)
    try check("cuDeviceGetName", unsafe driver.deviceGetName(&text, Int32(text.count), device))
    let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    var bytes = 0
    try check("cuDeviceTotalMem", unsafe driver.deviceTotalMem(&bytes, device))
    func attribute(_ number: UInt32) throws(CUDAError) -> Int {
      var value: Int32 = 0
      try check("cuDeviceGetAttribute", unsafe driver.deviceGetAttribute(&value, number, device))
      return Int(value)
    }
    // CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, …_COMPUTE_CAPABILITY_MAJOR and …_MINOR.
    let (multiprocessors, major, minor) = (try attribute(16), try attribute(75), try attribute(76))
    guard major >= 8 else { throw .deviceTooOld(name: name, major: major, minor: minor) }
    let cublas = try libraries.cublas()

    var context: CUcontext?
    try check("cuDevicePrimaryCtxRetain", unsafe driver.primaryCtxRetain(&context, device))
    try check("cuCtxSetCurrent", unsafe driver.ctxSetCurrent(context))
    var stream: CUstream?
    // CU_STREAM_NON_BLOCKING: nothing here waits for the legacy stream.
    try check("cuStreamCreate", unsafe driver.streamCreate(&stream, 1))
    var workspace: CUdeviceptr = 0
    try check("cuMemAlloc", unsafe driver.memAlloc(&workspace, Self.cublasWorkspaceBytes))
    var handle: cublasHandle_t?
    func checkCublas(_ call: String, _ code: UInt32) throws(CUDAError) {
      guard code == 0 else { throw .cublas(call: call, code: code) }
    }
    try checkCublas("cublasCreate", unsafe cublas.create(&handle))
    try checkCublas("cublasSetStream", unsafe cublas.setStream(handle, stream))
    let place = unsafe UnsafeMutableRawPointer(bitPattern: UInt(workspace))
    try checkCublas("cublasSetWorkspace", unsafe cublas.setWorkspace(handle, place, Self.cublasWorkspaceBytes))
    self.libraries = libraries
    self.index = device
    unsafe self.context = context!
    unsafe self.stream = stream!
    self.cublas = cublas
    unsafe cublasHandle = handle!
    cublasWorkspace = workspace
    self.name = name
    computeCapability = (major, minor)
    self.multiprocessors = multiprocessors
    memory = bytes
  }

  deinit {
    let driver = libraries.driver
    _ = unsafe driver.ctxSetCurrent(context)
    _ = unsafe cublas.destroy(cublasHandle)
    _ = driver.memFree(cublasWorkspace)
    _ = unsafe driver.streamDestroy(stream)
    _ = driver.primaryCtxRelease(index)
  }

  /// The name of the architecture as the compiler has it, as "sm_90".
  package var architecture: String { "sm_\(computeCapability.major)\(computeCapability.minor)" }

  /// Makes the context the calling thread's.
  package func makeCurrent() throws(CUDAError) {
    try unsafe check("cuCtxSetCurrent", libraries.driver.ctxSetCurrent(context))
  }

  /// Bytes of memory that are free now.
  package func freeMemory() throws(CUDAError) -> Int {
    try makeCurrent()
    var (free, total) = (0, 0)
    try unsafe check("cuMemGetInfo", libraries.driver.memGetInfo(&free, &total))
    return free
  }

  /// Waits for all that was enqueued.
  package func synchronize() throws(CUDAError) {
    try unsafe check("cuStreamSynchronize", libraries.driver.streamSynchronize(stream))
  }

  func check(_ call: String, _ code: UInt32) throws(CUDAError) {
    try CUDALibraries.check(call, libraries.driver, code)
  }

  /// Gives something of the context back, from whichever thread lets go of it. Nothing can be done about a failure, which
  /// only a lost context brings.
  func release(_ body: (CUDALibraries) -> Void) {
    _ = unsafe libraries.driver.ctxSetCurrent(context)
    body(libraries)
  }

  func release(_ address: CUdeviceptr) { release { _ = $0.driver.memFree(address) } }

  /// out = x Wᵀ, or out += x Wᵀ: x [count][inputs] and W [outputs][inputs] in the element type, out [count][stride] in
  /// f32, of which the first `outputs` columns are meant, the sums in f32. Without a `stride`, there are no others.
  func multiply(
    _ x: CUdeviceptr, _ weights: CUdeviceptr, _ element: DeviceElement, count: Int, inputs: Int, outputs: Int,
    adding: Bool, to out: CUdeviceptr, stride: Int? = nil
  ) throws(CUDAError) {
    var alpha: Float = 1
    var beta: Float = adding ? 1 : 0
    func at(_ place: CUdeviceptr) -> UnsafeMutableRawPointer? {
      unsafe UnsafeMutableRawPointer(bitPattern: UInt(place))
    }
    // Row-major x Wᵀ is column-major W xᵀ with W read transposed.
    let code = unsafe cublas.gemmEx(
      cublasHandle, 1, 0, Int32(outputs), Int32(count), Int32(inputs), &alpha, at(weights), element.cublasType,
      Int32(inputs), at(x), element.cublasType, Int32(inputs), &beta, at(out), DeviceElement.f32.cublasType,
      Int32(stride ?? outputs), Self.compute32F, -1)
    guard code == 0 else { throw .cublas(call: "cublasGemmEx", code: code) }
  }

  /// CUBLAS_COMPUTE_32F.
  private static let compute32F: UInt32 = 68
}
