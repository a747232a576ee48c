extension DeviceElement {
  /// The bytes of values rounded to this type, to nearest and ties to even.
  package func encode(_ values: [Float]) -> [UInt8] {
    switch self {
    case .f32: Self.bytes(values.map(\.bitPattern))
    case .f16: Self.bytes(values.map { Float16($0).bitPattern })
    case .bf16: Self.bytes(values.map(Self.bf16Bits))
    }
  }

  /// Writes the same to memory of that size.
  @unsafe package func encode(_ values: UnsafeBufferPointer<Float>, to out: UnsafeMutableRawBufferPointer) {
    precondition(out.count == values.count * size)
    for place in values.indices {
      let value = unsafe values[place]
      switch self {
      case .f32: unsafe out.storeBytes(of: value.bitPattern, toByteOffset: place * 4, as: UInt32.self)
      case .f16: unsafe out.storeBytes(of: Float16(value).bitPattern, toByteOffset: place * 2, as: UInt16.self)
      case .bf16: unsafe out.storeBytes(of: Self.bf16Bits(value), toByteOffset: place * 2, as: UInt16.self)
      }
    }
  }

  /// The values of bytes of this type.
  package func decode(_ bytes: [UInt8]) -> [Float] {
    precondition(bytes.count % size == 0)
    return stride(from: 0, to: bytes.count, by: size).map { place in
      var bits: UInt32 = 0
      for offset in (0..<size).reversed() { bits = bits << 8 | UInt32(bytes[place + offset]) }
      switch self {
      case .f32: return Float(bitPattern: bits)
      case .f16: return Float(Float16(bitPattern: UInt16(bits)))
      case .bf16: return Float(bitPattern: bits << 16)
      }
    }
  }

  private static func bf16Bits(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    if value.isNaN { return UInt16(bits >> 16) | 0x40 }
    return UInt16((bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }

  private static func bytes<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
    words.flatMap { word in (0..<Word.bitWidth / 8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }
}
