import JSON
import Schema

/// The bytes of a compiled schema: what it was compiled for, and what compiling found out.
///
///     magic        8   "SLUICE" and two zeros
///     version      4   of this format, little-endian like all numbers
///     length       8   of what follows, the checksum left out
///     vocabulary  16   fingerprint
///     options          length (4) and text
///     flags        1   1: something is guarded
///     mask             words (4) and the first mask
///     schema           length (8) and JSON text
///     checksum    16   of everything before
///
/// It protects against what happens to files. Whoever can write the file can say what the masks are.
struct CompiledFile: Equatable {
  /// Changes with what the bytes mean and with what masks are computed.
  static let version: UInt32 = 1
  private static let magic = Array("SLUICE\0\0".utf8)

  var vocabulary: [UInt64]
  var options: [UInt8]
  var isGuarded: Bool
  var firstMask: [UInt32]
  var schema: [UInt8]

  var bytes: [UInt8] {
    var body: [UInt8] = []
    for word in vocabulary { Self.append(word, to: &body) }
    Self.append(UInt32(options.count), to: &body)
    body += options
    body.append(isGuarded ? 1 : 0)
    Self.append(UInt32(firstMask.count), to: &body)
    for word in firstMask { Self.append(word, to: &body) }
    Self.append(UInt64(schema.count), to: &body)
    body += schema
    var file = Self.magic
    Self.append(Self.version, to: &file)
    Self.append(UInt64(body.count), to: &file)
    file += body
    for word in Fingerprint.of(file[...]) { Self.append(word, to: &file) }
    return file
  }

  init(vocabulary: [UInt64], options: [UInt8], isGuarded: Bool, firstMask: [UInt32], schema: [UInt8]) {
    self.vocabulary = vocabulary
    self.options = options
    self.isGuarded = isGuarded
    self.firstMask = firstMask
    self.schema = schema
  }

  /// - Throws: `MaskingError.compiledFile`.
  init(_ bytes: [UInt8]) throws(MaskingError) {
    var reader = Reader(bytes: bytes[...])
    guard try reader.take(Self.magic.count) == Self.magic[...] else { throw .compiledFile(.foreign) }
    let version: UInt32 = try reader.number()
    if version != Self.version { throw .compiledFile(.version(version, expected: Self.version)) }
    let length: UInt64 = try reader.number()
    guard let size = Int(exactly: length), size <= bytes.count, reader.bytes.count >= size + 16 else {
      throw .compiledFile(.truncated)
    }
    guard reader.bytes.count == size + 16 else { throw .compiledFile(.damaged) }
    var checksum = Reader(bytes: reader.bytes.suffix(16))
    let expected: [UInt64] = [try checksum.number(), try checksum.number()]
    guard Fingerprint.of(bytes.dropLast(16)) == expected else { throw .compiledFile(.damaged) }
    vocabulary = [try reader.number(), try reader.number()]
    options = Array(try reader.take(Int(try reader.number() as UInt32)))
    guard let flags = try reader.take(1).first, flags <= 1 else { throw .compiledFile(.damaged) }
    isGuarded = flags == 1
    let words: UInt32 = try reader.number()
    guard Int(words) <= reader.bytes.count / 4 else { throw .compiledFile(.damaged) }
    firstMask = try reader.words(Int(words))
    let schemaSize: UInt64 = try reader.number()
    guard let size = Int(exactly: schemaSize), size == reader.bytes.count - 16 else { throw .compiledFile(.damaged) }
    schema = Array(try reader.take(size))
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: type(of: number).bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func take(_ count: Int) throws(MaskingError) -> ArraySlice<UInt8> {
      guard count >= 0, count <= bytes.count else { throw .compiledFile(.truncated) }
      defer { bytes = bytes.dropFirst(count) }
      return bytes.prefix(count)
    }

    mutating func words(_ count: Int) throws(MaskingError) -> [UInt32] {
      let bytes = try take(count * 4)
      return unsafe bytes.withUnsafeBytes { bytes in
        unsafe (0..<count).map { index in
          UInt32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
        }
      }
    }

    mutating func number<Number: FixedWidthInteger>() throws(MaskingError) -> Number {
      var number: Number = 0
      for (index, byte) in try take(Number.bitWidth / 8).enumerated() {
        number |= Number(truncatingIfNeeded: byte) << (index * 8)
      }
      return number
    }
  }
}
