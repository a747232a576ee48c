import Automata

/// The last bytes of a document, for what an automaton's state does not hold: the text of a property name.
package struct ByteTape {
  private var bytes: ContiguousArray<UInt8> = []

  /// Where the first byte stands that a name or a value was read from since this was last set.
  package private(set) var lowestRead = Int.max

  package init() {}

  /// Forgets what has been read.
  package mutating func forgetReads() { lowestRead = .max }

  /// Counts with an earlier read again.
  mutating func recall(read position: Int) { lowestRead = min(lowestRead, position) }

  /// Starts over with the bytes of a text from `start` on, such as those of a property name that is under way.
  package mutating func reset(_ text: [UInt8] = [], from start: Int = 0) {
    bytes.removeAll(keepingCapacity: true)
    if start < text.count { bytes.append(contentsOf: text[start...]) }
  }

  /// Makes room, so that writes below `count` need no growth.
  mutating func reserve(_ count: Int) {
    if bytes.count < count { bytes.append(contentsOf: repeatElement(0, count: count - bytes.count)) }
  }

  mutating func write(_ byte: UInt8, at position: Int) {
    if position < bytes.count {
      bytes[position] = byte
    } else {
      precondition(position == bytes.count, "the tape has no gaps")
      bytes.append(byte)
    }
  }

  /// Where the JSON value stands whose text ends before `end`; counted as a read.
  mutating func rangeOfValue(endingAt end: Int) -> Range<Int> {
    var start = end
    var depth = 0
    repeat {
      start -= 1
      switch bytes[start] {
      case UInt8(ascii: "\""): start = Self.stringBody(of: bytes, endingAt: start).startIndex - 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth += 1
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth -= 1
      default:
        if depth == 0 { while start > 0, Self.isScalarByte(bytes[start - 1]) { start -= 1 } }
      }
    } while depth > 0
    lowestRead = min(lowestRead, start)
    return start..<end
  }

  func bytes(in range: Range<Int>) -> [UInt8] { Array(bytes[range]) }
  func slice(_ range: Range<Int>) -> ContiguousArray<UInt8>.SubSequence { bytes[range] }

  func hash(of range: Range<Int>, seed: Int32) -> UInt64 {
    var mixer = KeyMixer(seed: range.count)
    mixer.add(seed)
    var word: UInt64 = 0
    for (offset, position) in range.enumerated() {
      word = word &<< 8 | UInt64(bytes[position])
      if offset % 8 == 7 { mixer.add(word) }
    }
    mixer.add(word)
    return mixer.value
  }

  subscript(position: Int) -> UInt8 { bytes[position] }

  /// Where `stringBody` stands.
  func rangeOfStringBody(endingAt end: Int) -> Range<Int> { Self.stringBody(of: bytes, endingAt: end).indices }

  /// Whether these bytes stand there.
  func holds(_ text: ContiguousArray<UInt8>.SubSequence, from start: Int) -> Bool {
    bytes.count - start >= text.count && bytes[start..<start + text.count].elementsEqual(text)
  }

  /// Whether a byte may stand in a number or a literal.
  private static func isScalarByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// The bytes before `end` back to the nearest quote that is not escaped, or to the start of the tape.
  package func stringBody(endingAt end: Int) -> ArraySlice<UInt8> {
    ArraySlice(Self.stringBody(of: bytes, endingAt: end))
  }

  /// The same, counted as a read.
  mutating func readStringBody(endingAt end: Int) -> ArraySlice<UInt8> {
    let body = stringBody(endingAt: end)
    lowestRead = min(lowestRead, body.startIndex)
    return body
  }

  /// Where the same begins in a text.
  package static func startOfStringBody(of text: [UInt8], endingAt end: Int) -> Int {
    stringBody(of: text, endingAt: end).startIndex
  }

  /// The same in any bytes.
  private static func stringBody<Bytes: RandomAccessCollection<UInt8>>(
    of bytes: Bytes, endingAt end: Int
  ) -> Bytes.SubSequence where Bytes.Index == Int {
    var start = end
    while start > 0 {
      if bytes[start - 1] == UInt8(ascii: "\"") {
        var backslashes = 0
        while start - 2 - backslashes >= 0, bytes[start - 2 - backslashes] == UInt8(ascii: "\\") { backslashes += 1 }
        if backslashes % 2 == 0 { break }
      }
      start -= 1
    }
    return bytes[start..<end]
  }
}
