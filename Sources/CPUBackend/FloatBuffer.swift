import Glibc

/// Owns zeroed f32 memory, aligned to a page. The system gives it pages on their first use, so a large capacity costs
/// only what is touched.
@safe package struct FloatBuffer: ~Copyable, @unchecked Sendable {
  // Sendable: the memory has this one owner.
  package let pointer: UnsafeMutablePointer<Float>
  package let count: Int

  package init(count: Int) throws(BackendError) {
    let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Float>.stride)
    guard !overflow else { throw .outOfMemory(bytes: Int.max) }
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    let mapped = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw .outOfMemory(bytes: bytes) }
    unsafe pointer = mapped.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  deinit { unsafe munmap(pointer, max(count, 1) * MemoryLayout<Float>.stride) }
}
