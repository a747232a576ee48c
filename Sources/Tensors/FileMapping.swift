import Glibc

/// Owns a read-only mapping of a whole file.
///
/// The file must not shrink while it is mapped: reading past its new end would end the process, as for every mapping.
@safe package struct FileMapping: ~Copyable, @unchecked Sendable {
  // Sendable: the pages are mapped read-only and unmapped by the only owner.
  private let base: UnsafeRawPointer?
  package let count: Int

  package init(path: String) throws(TensorError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .fileUnreadable(path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .fileUnreadable(path: path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .fileUnreadable(path: path, code: EINVAL) }
    let bytes = Int(status.st_size)
    var start: UnsafeRawPointer?
    if bytes > 0 {
      let mapped = unsafe mmap(nil, bytes, PROT_READ, MAP_PRIVATE, descriptor, 0)
      guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
        throw .fileUnreadable(path: path, code: errno)
      }
      unsafe start = UnsafeRawPointer(mapped)
    }
    unsafe base = start
    count = bytes
  }

  deinit {
    if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }
  }

  /// The file's bytes; valid as long as this owner lives.
  package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: count) }

  /// Asks the system to read the whole file ahead of its use.
  package func prefetch() {
    if let base = unsafe base { unsafe madvise(UnsafeMutableRawPointer(mutating: base), count, MADV_WILLNEED) }
  }

  /// The content of a small file as an array.
  package static func read(path: String) throws(TensorError) -> [UInt8] {
    let mapping = try FileMapping(path: path)
    return unsafe Array(mapping.bytes)
  }
}
