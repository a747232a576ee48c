import CCUDA

/// Owns memory of a GPU.
@safe package final class DeviceBuffer: @unchecked Sendable {
  // Sendable: the address never changes, and the device's stream orders what reads and writes behind it.
  package let device: CUDADevice
  let address: CUdeviceptr
  package let bytes: Int

  /// Uninitialised memory.
  ///
  /// - Throws: `outOfMemory` with what is free.
  package init(bytes: Int, on device: CUDADevice) throws(CUDAError) {
    try device.makeCurrent()
    var address: CUdeviceptr = 0
    let code = unsafe device.libraries.driver.memAlloc(&address, max(bytes, 1))
    if code == Self.outOfMemoryCode { throw .outOfMemory(bytes: bytes, free: try device.freeMemory()) }
    try device.check("cuMemAlloc", code)
    self.device = device
    self.address = address
    self.bytes = bytes
  }

  /// A copy of host memory.
  package convenience init(_ source: UnsafeRawBufferPointer, on device: CUDADevice) throws(CUDAError) {
    try self.init(bytes: source.count, on: device)
    unsafe try write(source)
    try device.synchronize()
  }

  /// A copy of an array of a trivial type.
  package convenience init<Element: BitwiseCopyable>(_ values: [Element], on device: CUDADevice) throws(CUDAError) {
    try self.init(bytes: values.count * MemoryLayout<Element>.stride, on: device)
    try write(values)
  }

  deinit {
    // The memory of a context that is gone is gone with it, so a failure here leaves nothing behind.
    device.release(address)
  }

  /// Enqueues a copy from host memory, which must not change before it ran. Pageable memory has been read on return.
  package func write(_ source: UnsafeRawBufferPointer, at offset: Int = 0) throws(CUDAError) {
    precondition(offset >= 0 && source.count <= bytes - offset, "\(source.count) bytes at \(offset) of \(bytes)")
    guard let base = source.baseAddress, source.count > 0 else { return }
    try device.makeCurrent()
    let code = unsafe device.libraries.driver.memcpyHtoDAsync(
      address + CUdeviceptr(offset), base, source.count, device.stream)
    try device.check("cuMemcpyHtoDAsync", code)
  }

  package func write<Element: BitwiseCopyable>(_ values: [Element]) throws(CUDAError) {
    let outcome: Result<Void, CUDAError> = unsafe values.withUnsafeBytes { bytes in
      do throws(CUDAError) {
        unsafe try write(bytes)
        // The array may be freed as soon as this returns.
        try device.synchronize()
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try outcome.get()
  }

  /// The first `count` values, after everything that was enqueued before.
  package func read<Element: BitwiseCopyable>(
    _ type: Element.Type, count: Int, at offset: Int = 0
  ) throws(CUDAError) -> [Element] {
    let size = count * MemoryLayout<Element>.stride
    precondition(offset >= 0 && size <= bytes - offset, "\(size) bytes at \(offset) of \(bytes)")
    try device.makeCurrent()
    var failure: CUDAError?
    let values = unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(CUDAError) {
        if size > 0 {
          let code = unsafe device.libraries.driver.memcpyDtoHAsync(
            buffer.baseAddress!, address + CUdeviceptr(offset), size, device.stream)
          try device.check("cuMemcpyDtoHAsync", code)
        }
        try device.synchronize()
        initialized = count
      } catch {
        failure = error
        initialized = 0
      }
    }
    if let failure { throw failure }
    return values
  }

  /// Enqueues a copy of a buffer that is no larger.
  package func copy(from other: DeviceBuffer) throws(CUDAError) {
    precondition(other.bytes <= bytes)
    try device.makeCurrent()
    let code = unsafe device.libraries.driver.memcpyDtoDAsync(address, other.address, other.bytes, device.stream)
    try device.check("cuMemcpyDtoDAsync", code)
  }

  private static let outOfMemoryCode: UInt32 = 2
}
