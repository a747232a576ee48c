import Automata

/// Texts that were read off a tape, and the numbers of what they say: one that comes again is not read again, and looking
/// it up allocates nothing. All are forgotten when they take too much.
struct KnownTexts {
  private struct Entry {
    let start: Int
    let count: Int
    let hash: UInt64
    /// As what the text was read.
    let role: Int32
    let number: Int32
  }

  /// The texts, one behind the other.
  private var bytes: ContiguousArray<UInt8> = []
  private var entries: ContiguousArray<Entry> = []
  /// Entries by hash, at least twice as many places as entries; -1 where there is none.
  private var places: ContiguousArray<Int32> = []
  private static let fewestPlaces = 64
  /// Places that are looked at for a text. One that finds none of them free is read each time.
  private static let tries = 16
  private static let largestFootprint = 4 << 20

  /// Bytes that all this takes.
  var footprint: Int { bytes.count + entries.count * MemoryLayout<Entry>.stride + places.count * 4 }

  /// - Parameter role: as what the text is read, where one text can say several things.
  func number(of range: Range<Int>, on tape: ByteTape, as role: Int32 = 0) -> Int32? {
    if places.isEmpty { return nil }
    let hash = tape.hash(of: range, seed: role)
    for attempt in 0..<Self.tries {
      let index = places[place(hash, attempt)]
      if index < 0 { return nil }
      let entry = entries[Int(index)]
      guard entry.hash == hash, entry.role == role, entry.count == range.count else { continue }
      if tape.holds(bytes[entry.start..<entry.start + entry.count], from: range.lowerBound) { return entry.number }
    }
    return nil
  }

  mutating func add(_ number: Int32, of range: Range<Int>, on tape: ByteTape, as role: Int32 = 0) {
    if footprint + range.count > Self.largestFootprint { self = KnownTexts() }
    if places.count < 2 * (entries.count + 1) { grow() }
    let hash = tape.hash(of: range, seed: role)
    let entry = Entry(start: bytes.count, count: range.count, hash: hash, role: role, number: number)
    guard put(entries.count, entry.hash) else { return }
    entries.append(entry)
    bytes.append(contentsOf: tape.slice(range))
  }

  private func place(_ hash: UInt64, _ attempt: Int) -> Int {
    (Int(truncatingIfNeeded: hash) &+ attempt) & (places.count - 1)
  }

  private mutating func put(_ index: Int, _ hash: UInt64) -> Bool {
    for attempt in 0..<Self.tries where places[place(hash, attempt)] < 0 {
      places[place(hash, attempt)] = Int32(index)
      return true
    }
    return false
  }

  private mutating func grow() {
    places = ContiguousArray(repeating: -1, count: max(Self.fewestPlaces, 2 * places.count))
    for (index, entry) in entries.enumerated() { _ = put(index, entry.hash) }
  }
}
