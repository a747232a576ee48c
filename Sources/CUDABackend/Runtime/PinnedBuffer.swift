import CCUDA

/// Owns host memory that the GPU copies from and to without the host's help.
@safe package final class PinnedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  // Sendable: its owner synchronises the device before it reads or writes what a copy touches.
  package let device: CUDADevice
  package let count: Int
  fileprivate let memory: UnsafeMutablePointer<Element>

  /// Zeroed memory.
  package init(count: Int, zero: Element, on device: CUDADevice) throws(CUDAError) {
    try device.makeCurrent()
    var raw: UnsafeMutableRawPointer?
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    try unsafe device.check("cuMemAllocHost", device.libraries.driver.memAllocHost(&raw, bytes))
    unsafe memory = raw!.bindMemory(to: Element.self, capacity: max(count, 1))
    unsafe memory.initialize(repeating: zero, count: max(count, 1))
    self.device = device
    self.count = count
  }

  deinit { device.release { _ = unsafe $0.driver.memFreeHost(memory) } }

  package subscript(place: Int) -> Element {
    get {
      precondition(place >= 0 && place < count)
      return unsafe memory[place]
    }
    set {
      precondition(place >= 0 && place < count)
      unsafe memory[place] = newValue
    }
  }

  /// Enqueues a copy of the first `count` elements to the start of a buffer.
  package func upload(_ count: Int, to buffer: DeviceBuffer, at offset: Int = 0) throws(CUDAError) {
    precondition(count <= self.count)
    unsafe try buffer.write(
      UnsafeRawBufferPointer(start: memory, count: count * MemoryLayout<Element>.stride), at: offset)
  }

  /// Enqueues a copy of `count` elements of a buffer from place `first` on, to the same place here.
  package func download(_ count: Int, at first: Int = 0, from buffer: DeviceBuffer) throws(CUDAError) {
    let size = MemoryLayout<Element>.stride
    precondition(first >= 0 && first + count <= self.count && (first + count) * size <= buffer.bytes)
    try device.makeCurrent()
    try unsafe device.check(
      "cuMemcpyDtoHAsync",
      device.libraries.driver.memcpyDtoHAsync(
        memory + first, buffer.address + CUdeviceptr(first * size), count * size, device.stream))
  }

  /// Calls `body` with `count` elements from place `first` on. Nothing may write to them meanwhile.
  package func withElements(_ count: Int, at first: Int, _ body: (borrowing Span<Element>) -> Void) {
    precondition(first >= 0 && first + count <= self.count)
    unsafe body(Span(_unsafeStart: memory + first, count: count))
  }
}

extension PinnedBuffer {
  /// Copies elements to place `first` here and enqueues the copy from here to the same place of a buffer.
  package func upload(_ elements: ContiguousArray<Element>, at first: Int, to buffer: DeviceBuffer) throws(CUDAError) {
    precondition(first >= 0 && elements.count <= count - first)
    unsafe elements.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      unsafe (memory + first).update(from: base, count: source.count)
    }
    let size = MemoryLayout<Element>.stride
    unsafe try buffer.write(
      UnsafeRawBufferPointer(start: memory + first, count: elements.count * size), at: first * size)
  }
}
