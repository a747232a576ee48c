/// A mapped safetensors file. Its tensors hold on to it.
package final class SafetensorsFile: Sendable {
  package let path: String
  package let header: SafetensorsHeader
  private let mapping: FileMapping

  package init(path: String) throws(TensorError) {
    let mapping = try FileMapping(path: path)
    self.header = try unsafe SafetensorsHeader(of: mapping.bytes, file: path)
    self.mapping = mapping
    self.path = path
  }

  /// The tensor of that name, nil when the file has none.
  package func tensor(_ name: String) -> Tensor? {
    guard let entry = header.entries[name] else { return nil }
    return Tensor(name: name, type: entry.type, shape: entry.shape, file: self, range: entry.range)
  }

  /// Bytes of the file; valid while this object lives.
  func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: mapping.bytes[range])
  }

  /// Asks the system to read the whole file ahead of its use.
  package func prefetch() { mapping.prefetch() }
}
