/// A tensor of a GGUF file: rows of blocks, one behind the other.
package struct GGUFTensor: Sendable {
  package let name: String
  package let type: GGMLType
  /// Rows first, as everywhere else; a file has the number of columns first.
  package let shape: [Int]
  private let file: MappedFile
  private let range: Range<Int>

  init(name: String, type: GGMLType, shape: [Int], file: MappedFile, range: Range<Int>) {
    self.name = name
    self.type = type
    self.shape = shape
    self.file = file
    self.range = range
  }

  package var byteCount: Int { range.count }

  /// The data; valid while this tensor or a copy of it lives.
  package var bytes: UnsafeRawBufferPointer { unsafe file.bytes(range) }

  /// The same as a tensor of a checkpoint, nil when it is quantised.
  package var plain: Tensor? {
    type.element.map { Tensor(name: name, type: $0, shape: shape, file: file, range: range) }
  }
}
