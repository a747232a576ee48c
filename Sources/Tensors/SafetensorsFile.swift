/// A mapped safetensors file. Its tensors keep the mapping alive.
package final class SafetensorsFile: Sendable {
  package let header: SafetensorsHeader
  private let file: MappedFile

  package init(path: String) throws(TensorError) {
    file = try MappedFile(path: path)
    header = try unsafe SafetensorsHeader(of: file.bytes, file: path)
  }

  package var path: String { file.path }

  /// The tensor of that name, nil when the file has none.
  package func tensor(_ name: String) -> Tensor? {
    guard let entry = header.entries[name] else { return nil }
    return Tensor(name: name, type: entry.type, shape: entry.shape, file: file, range: entry.range)
  }

  /// Asks the system to read the whole file ahead of its use.
  package func prefetch() { file.prefetch() }
}
