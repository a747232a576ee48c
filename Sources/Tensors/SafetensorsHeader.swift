import JSON

/// The table of contents of a safetensors file, checked in full.
///
/// A file is an 8-byte little-endian length, a JSON header of that length, and the data. The data is covered by the
/// tensors without gaps or overlaps. Source: https://github.com/huggingface/safetensors, section "Format".
package struct SafetensorsHeader: Sendable {
  /// Where one tensor's data lies.
  package struct Entry: Sendable, Hashable {
    package let type: ElementType
    package let shape: [Int]
    /// Byte offsets from the start of the file.
    package let range: Range<Int>
  }

  /// Longest header that is read; the reference implementation has the same limit.
  package static let maximumHeaderBytes = 100_000_000

  package let entries: [String: Entry]

  /// Reads the header of a file whose whole content is `bytes`; `file` names it in errors.
  package init(of bytes: UnsafeRawBufferPointer, file: String) throws(TensorError) {
    do throws(TensorError.HeaderFault) {
      try unsafe self.init(of: bytes)
    } catch {
      throw .invalidHeader(file: file, error)
    }
  }

  private init(of bytes: UnsafeRawBufferPointer) throws(TensorError.HeaderFault) {
    guard bytes.count >= 8 else { throw .truncated(fileBytes: bytes.count) }
    let length = UInt64(littleEndian: unsafe bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(Self.maximumHeaderBytes) else {
      throw .tooLong(headerBytes: length, limit: Self.maximumHeaderBytes)
    }
    let dataStart = 8 + Int(length)
    guard dataStart <= bytes.count else { throw .truncated(fileBytes: bytes.count) }
    let header: JSONValue
    do throws(JSONParseError) {
      header = try unsafe JSONParser.parse(bytes: Array(bytes[8..<dataStart]))
    } catch {
      throw .notJSON(error)
    }
    guard let object = header.objectValue else { throw .notAnObject }
    try self.init(object, dataStart: dataStart, dataBytes: bytes.count - dataStart)
  }

  private init(_ object: JSONObject, dataStart: Int, dataBytes: Int) throws(TensorError.HeaderFault) {
    var entries: [String: Entry] = [:]
    var order: [(name: String, range: Range<Int>)] = []
    for member in object.members where member.key != "__metadata__" {
      let name = member.key.text
      let entry = try Self.entry(name, member.value, dataStart: dataStart, dataBytes: dataBytes)
      entries[name] = entry
      order.append((name, entry.range))
    }
    order.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var covered = dataStart
    var previous = ""
    for (name, range) in order {
      if range.lowerBound < covered { throw .overlap(first: previous, second: name) }
      if range.lowerBound > covered { throw .gap(at: covered - dataStart, bytes: range.lowerBound - covered) }
      covered = range.upperBound
      previous = name
    }
    let end = dataStart + dataBytes
    if covered < end { throw .gap(at: covered - dataStart, bytes: end - covered) }
    self.entries = entries
  }

  private static func entry(
    _ name: String, _ value: JSONValue, dataStart: Int, dataBytes: Int
  ) throws(TensorError.HeaderFault) -> Entry {
    guard let typeName = value["dtype"]?.stringValue else { throw .invalidEntry(tensor: name, member: "dtype") }
    guard let type = ElementType(rawValue: typeName) else { throw .unknownType(tensor: name, type: typeName) }
    let shape = try naturals(value["shape"], tensor: name, member: "shape")
    let offsets = try naturals(value["data_offsets"], tensor: name, member: "data_offsets")
    guard offsets.count == 2 else { throw .invalidEntry(tensor: name, member: "data_offsets") }
    guard offsets[0] <= offsets[1], offsets[1] <= dataBytes else {
      throw .offsetsOutOfRange(tensor: name, begin: offsets[0], end: offsets[1], dataBytes: dataBytes)
    }
    let bytes = offsets[1] - offsets[0]
    var expected = type.size
    var overflows = false
    for extent in shape {
      let (product, overflow) = expected.multipliedReportingOverflow(by: extent)
      expected = product
      overflows = overflows || overflow
    }
    guard !overflows, expected == bytes else { throw .sizeMismatch(tensor: name, shape: shape, bytes: bytes) }
    return Entry(type: type, shape: shape, range: (dataStart + offsets[0])..<(dataStart + offsets[1]))
  }

  private static func naturals(
    _ value: JSONValue?, tensor: String, member: String
  ) throws(TensorError.HeaderFault) -> [Int] {
    guard let items = value?.arrayValue else { throw .invalidEntry(tensor: tensor, member: member) }
    var numbers: [Int] = []
    for item in items {
      guard let number = item.integerValue, number >= 0 else { throw .invalidEntry(tensor: tensor, member: member) }
      numbers.append(number)
    }
    return numbers
  }
}
