/// Many short byte strings in one buffer, addressed by position.
struct ByteTable: Sendable {
  private(set) var bytes: [UInt8] = []
  /// `offsets[i]..<offsets[i + 1]` is the i-th string.
  private(set) var offsets: [UInt32] = [0]

  var count: Int { offsets.count - 1 }

  mutating func append(_ string: some Collection<UInt8>) {
    bytes.append(contentsOf: string)
    offsets.append(UInt32(bytes.count))
  }

  func range(_ position: Int) -> Range<Int> { Int(offsets[position])..<Int(offsets[position + 1]) }

  subscript(position: Int) -> ArraySlice<UInt8> { bytes[range(position)] }
}
