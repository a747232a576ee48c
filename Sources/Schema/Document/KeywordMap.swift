import JSON

/// Values by keyword. Every keyword of a schema is looked up in several of these, so they are asked by a fingerprint of
/// the name instead of a hash of all of it.
struct KeywordMap<Value: Sendable>: Sendable {
  private struct Entry: Sendable {
    let fingerprint: UInt64
    let name: ExactString
    let value: Value
  }

  private static var slotCount: Int { 256 }
  private var slots: [Entry?] = Array(repeating: nil, count: slotCount)
  private(set) var names: [ExactString] = []

  init(_ rows: some Sequence<(ExactString, Value)>) {
    for (name, value) in rows {
      let fingerprint = Self.fingerprint(name)
      var slot = Self.slot(fingerprint)
      while let entry = slots[slot], entry.name != name { slot = (slot + 1) % Self.slotCount }
      if slots[slot] == nil { names.append(name) }
      precondition(names.count <= Self.slotCount / 2, "keywords are few")
      slots[slot] = Entry(fingerprint: fingerprint, name: name, value: value)
    }
  }

  subscript(name: ExactString) -> Value? {
    let fingerprint = Self.fingerprint(name)
    var slot = Self.slot(fingerprint)
    while let entry = slots[slot] {
      if entry.fingerprint == fingerprint, entry.name == name { return entry.value }
      slot = (slot + 1) % Self.slotCount
    }
    return nil
  }

  /// The length, the first bytes and the last ones.
  private static func fingerprint(_ name: ExactString) -> UInt64 {
    var text = name.text
    return text.withUTF8 { bytes in
      var fingerprint = UInt64(truncatingIfNeeded: bytes.count)
      for byte in unsafe bytes.prefix(4) { fingerprint = fingerprint &<< 8 | UInt64(byte) }
      for byte in unsafe bytes.suffix(3) { fingerprint = fingerprint &<< 8 | UInt64(byte) }
      return fingerprint
    }
  }

  private static func slot(_ fingerprint: UInt64) -> Int {
    Int(truncatingIfNeeded: (fingerprint &* 0x9E37_79B9_7F4A_7C15) &>> 56)
  }
}
