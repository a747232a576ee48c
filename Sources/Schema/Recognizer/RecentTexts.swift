import Automata

/// Texts that were read off a tape lately, and the numbers of what they say: one that comes again is not read again.
struct RecentTexts {
  private struct Entry {
    let text: [UInt8]
    let number: Int32
  }

  /// One for each place that a hash leads to.
  private var entries: ContiguousArray<Entry?> = []
  private static let places = 256
  /// Longer ones are read each time.
  private static let longest = 256

  func number(of range: Range<Int>, on tape: ByteTape) -> Int32? {
    guard !entries.isEmpty, let entry = entries[Self.place(of: range, on: tape)] else { return nil }
    guard entry.text.count == range.count, tape.holds(entry.text, from: range.lowerBound) else { return nil }
    return entry.number
  }

  mutating func add(_ number: Int32, of range: Range<Int>, on tape: ByteTape) {
    if range.count > Self.longest { return }
    if entries.isEmpty { entries = ContiguousArray(repeating: nil, count: Self.places) }
    entries[Self.place(of: range, on: tape)] = Entry(text: tape.bytes(in: range), number: number)
  }

  private static func place(of range: Range<Int>, on tape: ByteTape) -> Int {
    var mixer = KeyMixer(seed: 0)
    for position in range.prefix(longest) { mixer.add(Int32(tape[position])) }
    return Int(truncatingIfNeeded: mixer.value) & (places - 1)
  }
}
