import Automata

/// What tells texts and vocabularies from almost all others: 128 bits, of no use against somebody who looks for two that
/// have the same.
struct Fingerprint {
  private var first = KeyMixer(seed: 0x5EED)
  private var second = KeyMixer(seed: -0x5EED)

  mutating func add(_ word: UInt64) {
    first.add(word)
    second.add(word &* 0x9E37_79B9_7F4A_7C15 ^ second.value)
  }

  /// Bytes and their number.
  mutating func add(_ bytes: ArraySlice<UInt8>) {
    unsafe bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset + 8 <= bytes.count {
        add(UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
        offset += 8
      }
      var word: UInt64 = 0
      while offset < bytes.count {
        word = word &<< 8 | UInt64(unsafe bytes[offset])
        offset += 1
      }
      add(word)
      add(UInt64(bytes.count))
    }
  }

  var words: [UInt64] { [first.value, second.value] }

  static func of(_ bytes: ArraySlice<UInt8>) -> [UInt64] {
    var fingerprint = Fingerprint()
    fingerprint.add(bytes)
    return fingerprint.words
  }
}
