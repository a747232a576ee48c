/// A named, shaped view of bytes in a mapped file, in row-major order.
package struct Tensor: Sendable {
  package let name: String
  package let type: ElementType
  package let shape: [Int]
  /// Keeps the mapping alive.
  private let file: MappedFile
  private let range: Range<Int>

  init(name: String, type: ElementType, shape: [Int], file: MappedFile, range: Range<Int>) {
    self.name = name
    self.type = type
    self.shape = shape
    self.file = file
    self.range = range
  }

  package var elementCount: Int { range.count / type.size }

  /// The data, at any alignment; valid while this tensor or a copy of it lives.
  package var bytes: UnsafeRawBufferPointer { unsafe file.bytes(range) }
}
