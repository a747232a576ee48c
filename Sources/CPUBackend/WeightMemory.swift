import Glibc

/// Owns zeroed memory for packed weights, aligned to a page and shared by reference. Written while one owner fills it,
/// and never after.
@safe final class WeightMemory: @unchecked Sendable {
  // Sendable: whoever makes it fills it before anyone else has it.
  let pointer: UnsafeMutableRawPointer
  let byteCount: Int

  init(byteCount: Int) throws(BackendError) {
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    let mapped = unsafe mmap(nil, max(byteCount, 1), PROT_READ | PROT_WRITE, flags, -1, 0)
    guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else { throw .outOfMemory(bytes: byteCount) }
    // Large pages spare the look-up of an address every 4096 bytes. Only advice: without them it is slower.
    unsafe madvise(mapped, byteCount, MADV_HUGEPAGE)
    unsafe pointer = mapped
    self.byteCount = byteCount
  }

  deinit { unsafe munmap(pointer, max(byteCount, 1)) }
}
