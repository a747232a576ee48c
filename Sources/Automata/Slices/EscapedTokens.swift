/// The tokens of a string's body that have an escape in them, by what they say.
package struct EscapedTokens: Sendable {
  struct Entry: Sendable {
    let token: UInt32
    /// The code points that it has wholly.
    let text: [UInt32]
    /// The code points that one more can be of which it has the beginning; nil when it ends between code points.
    let open: [ClosedRange<UInt32>]?

    /// Whether some of the strings goes on so.
    func begins(_ rests: LiteralRests, _ range: Range<Int>) -> Bool {
      var range = range
      for (offset, value) in text.enumerated() {
        range = rests.narrowed(range, offset, value...value)
        if range.isEmpty { return false }
      }
      guard let open else { return true }
      return open.contains { !rests.narrowed(range, text.count, $0).isEmpty }
    }
  }

  /// Those that begin with a whole code point, by it.
  private(set) var starting: [UInt32: [Entry]] = [:]
  /// The others.
  private(set) var open: [Entry] = []

  /// - Parameter tokens: those that stay in any string.
  init(_ tokens: some Sequence<(id: UInt32, bytes: ArraySlice<UInt8>)>, _ escapes: StringAutomaton.Escapes) {
    let automaton = StringAutomaton(escapes: escapes)
    for (id, bytes) in tokens where bytes.contains(UInt8(ascii: "\\")) {
      var reading = EscapeReading(bytes)
      let open = reading.run().map { automaton.targets(of: $0) }
      let entry = Entry(token: id, text: reading.text, open: open)
      if let first = entry.text.first { starting[first, default: []].append(entry) } else { self.open.append(entry) }
    }
  }
}
