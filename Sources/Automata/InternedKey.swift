/// A key of tables that are asked at every step: small integers that stand for something interned.
///
/// The standard library's hashing withstands keys that an adversary chooses, and takes most of the time of a look-up for
/// that. These keys are numbers that are given out here, so two multiplications a word do.
public protocol InternedKey: Hashable {
  /// Mixes everything in that tells keys apart.
  func mix(into mixer: inout KeyMixer)
}

extension InternedKey {
  @inlinable public func hash(into hasher: inout Hasher) {
    var mixer = KeyMixer(seed: 0)
    mix(into: &mixer)
    hasher.combine(mixer.value)
  }

  /// What dictionaries and sets ask for.
  @inlinable public func _rawHashValue(seed: Int) -> Int {
    var mixer = KeyMixer(seed: seed)
    mix(into: &mixer)
    return Int(truncatingIfNeeded: mixer.value)
  }
}
