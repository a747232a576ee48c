/// What becomes a key's hash.
public struct KeyMixer {
  /// All bits depend on all that was mixed in.
  @inlinable public var value: UInt64 { state }
  @usableFromInline var state: UInt64

  @inlinable public init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

  @inlinable public mutating func add(_ word: UInt64) {
    // The multiplier of MurmurHash's finaliser for 64 bits.
    var mixed = (state ^ word) &* 0xFF51_AFD7_ED55_8CCD
    mixed ^= mixed &>> 32
    mixed = mixed &* 0xC4CE_B9FE_1A85_EC53
    state = mixed ^ mixed &>> 29
  }

  @inlinable public mutating func add(_ number: Int) { add(UInt64(truncatingIfNeeded: number)) }
  @inlinable public mutating func add(_ number: Int32) { add(UInt64(UInt32(bitPattern: number))) }

  @inlinable public mutating func add(_ first: Int32, _ second: Int32) {
    add(UInt64(UInt32(bitPattern: first)) | UInt64(UInt32(bitPattern: second)) &<< 32)
  }

  /// Lists of different lengths differ.
  @inlinable public mutating func add<Key: InternedKey>(_ keys: [Key]) {
    add(keys.count)
    for key in keys { key.mix(into: &self) }
  }
}
