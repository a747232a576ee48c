/// Reads numbers and strings one behind the other, never beyond the end.
struct GGUFReader {
  /// Of arrays in arrays.
  static let maximumDepth = 4

  /// Of all arrays of a file. An item takes more memory than its bytes in the file.
  static let maximumItems = 1 << 24

  private let bytes: UnsafeRawBufferPointer
  private var items = 0
  private(set) var place = 0

  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  var remaining: Int { unsafe bytes.count - place }

  mutating func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(GGUFFault) -> Value {
    let size = MemoryLayout<Value>.size
    guard remaining >= size else { throw .truncated(at: place) }
    defer { place += size }
    return Value(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: Value.self))
  }

  mutating func string() throws(GGUFFault) -> String {
    let start = place
    let length = try integer(UInt64.self)
    guard length <= UInt64(remaining) else { throw .truncated(at: start) }
    defer { place += Int(length) }
    return unsafe String(decoding: bytes[place..<place + Int(length)], as: UTF8.self)
  }

  /// How many things follow, each of at least `size` bytes.
  mutating func count(of what: String, size: Int) throws(GGUFFault) -> Int {
    let count = try integer(UInt64.self)
    guard count <= UInt64(remaining / size) else { throw .tooMany(what: what, count: count) }
    return Int(count)
  }

  mutating func value(_ key: String) throws(GGUFFault) -> GGUFValue {
    try value(of: try integer(UInt32.self), key, depth: 0)
  }

  private mutating func value(of type: UInt32, _ key: String, depth: Int) throws(GGUFFault) -> GGUFValue {
    switch type {
    case 0: return .unsigned(UInt64(try integer(UInt8.self)))
    case 1: return .signed(Int64(try integer(Int8.self)))
    case 2: return .unsigned(UInt64(try integer(UInt16.self)))
    case 3: return .signed(Int64(try integer(Int16.self)))
    case 4: return .unsigned(UInt64(try integer(UInt32.self)))
    case 5: return .signed(Int64(try integer(Int32.self)))
    case 6: return .float(Double(Float(bitPattern: try integer(UInt32.self))))
    case 7: return .bool(try integer(UInt8.self) != 0)
    case 8: return .string(try string())
    case 9:
      guard depth < Self.maximumDepth else { throw .tooDeep(key: key, limit: Self.maximumDepth) }
      let type = try integer(UInt32.self)
      guard let size = Self.sizes[type] else { throw .unknownValueType(key: key, type: type) }
      let count = try count(of: "items of \(key)", size: size)
      guard count <= Self.maximumItems - items else { throw .tooMany(what: "items of \(key)", count: UInt64(count)) }
      self.items += count
      var values: [GGUFValue] = []
      values.reserveCapacity(count)
      for _ in 0..<count { values.append(try value(of: type, key, depth: depth + 1)) }
      return .array(values)
    case 10: return .unsigned(try integer(UInt64.self))
    case 11: return .signed(try integer(Int64.self))
    case 12: return .float(Double(bitPattern: try integer(UInt64.self)))
    default: throw .unknownValueType(key: key, type: type)
    }
  }

  /// The fewest bytes of a value, by its type.
  private static let sizes: [UInt32: Int] = [
    0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 8: 8, 9: 12, 10: 8, 11: 8, 12: 8,
  ]
}
