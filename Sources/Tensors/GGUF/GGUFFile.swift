/// A mapped GGUF file: metadata and tensors, checked in full before anything is read from it.
///
/// Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
package struct GGUFFile: Sendable {
  /// Of a file's name.
  package static let suffix = ".gguf"

  package let path: String
  package let metadata: [String: GGUFValue]
  package let tensors: [String: GGUFTensor]
  private let file: MappedFile

  package init(path: String) throws(TensorError) {
    file = try MappedFile(path: path)
    self.path = path
    do throws(GGUFFault) {
      (metadata, tensors) = try Self.read(file)
    } catch {
      throw .invalidGGUF(file: path, error)
    }
  }

  /// Asks the system to read the whole file ahead of its use.
  package func prefetch() { file.prefetch() }

  /// The tensor of that name and exactly that shape.
  package func tensor(_ name: String, shape: [Int]) throws(TensorError) -> GGUFTensor {
    guard let tensor = tensors[name] else { throw .missingTensor(name: name) }
    guard tensor.shape == shape else { throw .wrongShape(tensor: name, expected: shape, found: tensor.shape) }
    return tensor
  }

  private static func read(
    _ file: MappedFile
  ) throws(GGUFFault) -> (metadata: [String: GGUFValue], tensors: [String: GGUFTensor]) {
    var reader = unsafe GGUFReader(file.bytes)
    // "GGUF" in little-endian order.
    guard reader.remaining >= 4, try reader.integer(UInt32.self) == 0x4655_4747 else { throw .noMagic }
    let version = try reader.integer(UInt32.self)
    guard version == 2 || version == 3 else { throw .unsupportedVersion(version) }
    // A tensor has at least a name, a dimension, a type and an offset.
    let tensorCount = try reader.count(of: "tensors", size: 32)
    let valueCount = try reader.count(of: "metadata", size: 13)
    var metadata: [String: GGUFValue] = [:]
    for _ in 0..<valueCount {
      let key = try reader.string()
      guard metadata.updateValue(try reader.value(key), forKey: key) == nil else { throw .duplicate(name: key) }
    }
    var infos: [(name: String, type: GGMLType, shape: [Int], bytes: Int, offset: UInt64)] = []
    for _ in 0..<tensorCount {
      let name = try reader.string()
      let shape = try shape(of: name, &reader)
      let (type, bytes) = try size(of: name, shape, try reader.integer(UInt32.self))
      infos.append((name, type, shape, bytes, try reader.integer(UInt64.self)))
    }
    let alignment = try alignment(metadata)
    let start = (reader.place + alignment - 1) / alignment * alignment
    var tensors: [String: GGUFTensor] = [:]
    for info in infos {
      let room = unsafe file.bytes.count - start
      guard room >= 0, info.bytes <= room, info.offset <= UInt64(room - info.bytes) else {
        throw .outOfRange(tensor: info.name)
      }
      let first = start + Int(info.offset)
      let tensor = GGUFTensor(
        name: info.name, type: info.type, shape: info.shape, file: file, range: first..<first + info.bytes)
      guard tensors.updateValue(tensor, forKey: info.name) == nil else { throw .duplicate(name: info.name) }
    }
    return (metadata, tensors)
  }

  private static func shape(of name: String, _ reader: inout GGUFReader) throws(GGUFFault) -> [Int] {
    let dimensions = try reader.integer(UInt32.self)
    guard (1...4).contains(dimensions) else { throw .invalidShape(tensor: name) }
    var shape: [Int] = []
    for _ in 0..<dimensions {
      guard let extent = Int(exactly: try reader.integer(UInt64.self)), extent > 0, extent <= Int(Int32.max) else {
        throw .invalidShape(tensor: name)
      }
      shape.append(extent)
    }
    return shape.reversed()
  }

  private static func size(
    of name: String, _ shape: [Int], _ code: UInt32
  ) throws(GGUFFault) -> (type: GGMLType, bytes: Int) {
    guard let type = GGMLType(rawValue: code) else { throw .unknownType(tensor: name, type: code) }
    guard let block = type.block else { throw .unsupportedType(tensor: name, type: type) }
    let cols = shape.last!
    guard cols % block.weights == 0 else {
      throw .partialBlock(tensor: name, cols: cols, block: block.weights)
    }
    var bytes = cols / block.weights * block.bytes
    for extent in shape.dropLast() {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw .outOfRange(tensor: name) }
      bytes = product
    }
    return (type, bytes)
  }

  private static func alignment(_ metadata: [String: GGUFValue]) throws(GGUFFault) -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard let alignment = value.integer, alignment > 0, alignment % 8 == 0, alignment <= 1 << 20 else {
      throw .invalidAlignment(UInt64(max(value.integer ?? 0, 0)))
    }
    return alignment
  }
}
