import Glibc
import JSON

/// Writes a safetensors file: the header first, then the data of each tensor in the order in which they were named.
@safe package struct SafetensorsWriter: ~Copyable {
  package struct Entry: Sendable {
    package let name: String
    package let type: ElementType
    package let shape: [Int]
    var byteCount: Int { shape.reduce(type.size, *) }

    package init(name: String, type: ElementType, shape: [Int]) {
      self.name = name
      self.type = type
      self.shape = shape
    }
  }

  private let path: String
  private let file: UnsafeMutablePointer<FILE>
  private var rest: ArraySlice<Entry>

  /// Data starts at a multiple of this, and so does every tensor if those before it have multiples of it.
  private static let alignment = 64

  package init(path: String, _ entries: [Entry]) throws(TensorError) {
    var header = JSONObject()
    var offset = 0
    for entry in entries {
      header[ExactString(entry.name)] = [
        "dtype": .string(ExactString(entry.type.rawValue)),
        "shape": .array(entry.shape.map { .number(JSONNumber($0)) }),
        "data_offsets": .array([offset, offset + entry.byteCount].map { .number(JSONNumber($0)) }),
      ]
      offset += entry.byteCount
    }
    var text = Array(JSONWriter.write(.object(header)).utf8)
    while (8 + text.count) % Self.alignment != 0 { text.append(UInt8(ascii: " ")) }
    let head = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) } + text
    guard let file = unsafe fopen(path, "w") else { throw .fileUnwritable(path: path, code: errno) }
    guard unsafe fwrite(head, 1, head.count, file) == head.count else {
      let code = errno
      unsafe fclose(file)
      throw .fileUnwritable(path: path, code: code)
    }
    unsafe self.file = file
    self.path = path
    rest = entries[...]
  }

  /// The data of the next tensor.
  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TensorError) {
    guard let entry = rest.popFirst() else { preconditionFailure("there is no tensor left") }
    precondition(bytes.count == entry.byteCount, "\(entry.name) has \(entry.byteCount) bytes")
    try unsafe put(bytes)
  }

  /// Ends the file, which has all its tensors, and has it on the disk.
  package mutating func finish() throws(TensorError) {
    precondition(rest.isEmpty, "tensors are missing")
    guard unsafe fflush(file) == 0, fsync(unsafe fileno(file)) == 0 else {
      throw .fileUnwritable(path: path, code: errno)
    }
  }

  private func put(_ bytes: UnsafeRawBufferPointer) throws(TensorError) {
    guard unsafe fwrite(bytes.baseAddress, 1, bytes.count, file) == bytes.count else {
      throw .fileUnwritable(path: path, code: errno)
    }
  }

  deinit { unsafe fclose(file) }
}
