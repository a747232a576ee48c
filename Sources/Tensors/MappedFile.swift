/// A mapped file that tensors share.
final class MappedFile: Sendable {
  let path: String
  private let mapping: FileMapping

  init(path: String) throws(TensorError) {
    mapping = try FileMapping(path: path)
    self.path = path
  }

  /// The whole content; valid while this object lives.
  var bytes: UnsafeRawBufferPointer { unsafe mapping.bytes }

  /// A part of it; valid while this object lives.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: mapping.bytes[range])
  }

  /// Asks the system to read the whole file ahead of its use.
  func prefetch() { mapping.prefetch() }
}
