import JSON

/// Values by keyword. Every keyword of a schema is looked up in several of these, so they are asked by a fingerprint of
/// the name instead of a hash of all of it.
struct KeywordMap<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    let name: ExactString
    let value: Value
  }

  private static var slotCount: Int { 256 }
  /// Of the names in the slots; zero where there is none.
  private var fingerprints: [UInt64] = Array(repeating: 0, count: slotCount)
  private var slots: [Entry?] = Array(repeating: nil, count: slotCount)
  private(set) var names: [ExactString] = []

  init(_ rows: some Sequence<(ExactString, Value)>) {
    for (name, value) in rows {
      let fingerprint = Self.fingerprint(name)
      var slot = Self.slot(fingerprint)
      while let entry = slots[slot], entry.name != name { slot = (slot + 1) % Self.slotCount }
      if slots[slot] == nil { names.append(name) }
      precondition(names.count <= Self.slotCount / 2, "keywords are few")
      fingerprints[slot] = fingerprint
      slots[slot] = Entry(name: name, value: value)
    }
  }

  subscript(name: ExactString) -> Value? {
    let fingerprint = Self.fingerprint(name)
    var slot = Self.slot(fingerprint)
    while fingerprints[slot] != 0 {
      if fingerprints[slot] == fingerprint, let entry = slots[slot], entry.name == name { return entry.value }
      slot = (slot + 1) % Self.slotCount
    }
    return nil
  }

  /// The length, the first bytes and the last ones; never zero.
  private static func fingerprint(_ name: ExactString) -> UInt64 {
    var text = name.text
    return text.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      var fingerprint = UInt64(truncatingIfNeeded: bytes.count &+ 1) &<< 32
      if bytes.count < 4 {
        for index in bytes.indices { fingerprint = fingerprint &<< 8 | UInt64(unsafe bytes[index]) }
        return fingerprint | 1 &<< 63
      }
      let first = unsafe bytes.loadUnaligned(as: UInt32.self)
      let last = unsafe bytes.loadUnaligned(fromByteOffset: bytes.count &- 4, as: UInt32.self)
      fingerprint ^= UInt64(first) | UInt64(last) &<< 31
      return fingerprint | 1 &<< 63
    }
  }

  private static func slot(_ fingerprint: UInt64) -> Int {
    Int(truncatingIfNeeded: (fingerprint &* 0x9E37_79B9_7F4A_7C15) &>> 56)
  }
}
