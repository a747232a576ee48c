/// Strings that are some of a few given ones.
extension StringAutomaton {
  /// Sets the bits of the tokens that stay in the string where it is one of given strings, of which none needs an escape:
  /// the tree of tokens is followed along what is left of these.
  ///
  /// - Returns: whether the string is of that kind. Where it is not, some of its tokens may be set.
  func walkLiterals(
    _ slice: StringSlice, from start: StringStateID, into words: inout ContiguousArray<UInt32>
  ) -> Bool {
    guard isBetweenCodePoints(start) else { return false }
    for choice in choices(of: start) {
      guard let (rests, isComplement) = regex.literalRests(choice.rest), !isComplement else { return false }
      for token in slice.escaped.open where token.begins(rests, rests.indices) { Self.set(token.token, in: &words) }
      guard Self.follow(rests, rests.indices, 0, slice, node: -1, into: &words) else { return false }
    }
    return true
  }

  /// - Parameters:
  ///   - range: strings that have their next `count` code points in common, which lead to `node`.
  private static func follow(
    _ rests: LiteralRests, _ range: Range<Int>, _ count: Int, _ slice: StringSlice, node: Int,
    into words: inout ContiguousArray<UInt32>
  ) -> Bool {
    rests.forEachNext(range, count) { value, range in
      if value < 0x20 || value == 0x22 || value == 0x5C { return false }
      if count == 0, let tokens = slice.escaped.starting[value] {
        for token in tokens where token.begins(rests, range) { set(token.token, in: &words) }
      }
      guard let child = child(of: node, by: value, slice, into: &words) else { return true }
      if slice.bodies.nodes[child] &>> 16 & 0xFF_FFFF == 1 { return true }
      return follow(rests, range, count + 1, slice, node: child, into: &words)
    }
  }

  /// The node behind a code point; the tokens that end inside of it and with it are set.
  private static func child(
    of node: Int, by value: UInt32, _ slice: StringSlice, into words: inout ContiguousArray<UInt32>
  ) -> Int? {
    var node = node
    func read(_ byte: UInt32) -> Bool {
      guard let child = slice.children.child(of: node, by: UInt8(byte)) else { return false }
      set(UInt32(truncatingIfNeeded: slice.bodies.nodes[child] &>> 40), in: &words)
      node = child
      return true
    }
    let isRead =
      switch value {
      case 0..<0x80: read(value)
      case 0..<0x800: read(0xC0 | value >> 6) && read(0x80 | value & 0x3F)
      case 0..<0x10000: read(0xE0 | value >> 12) && read(0x80 | value >> 6 & 0x3F) && read(0x80 | value & 0x3F)
      default:
        read(0xF0 | value >> 18) && read(0x80 | value >> 12 & 0x3F) && read(0x80 | value >> 6 & 0x3F)
          && read(0x80 | value & 0x3F)
      }
    return isRead ? node : nil
  }

  private static func set(_ token: UInt32, in words: inout ContiguousArray<UInt32>) {
    words[Int(token &>> 5)] |= 1 &<< (token & 31)
  }

  /// Reads several bytes at once where that is cheaper than one after the other: in given strings, and in all but given
  /// strings.
  ///
  /// - Parameter bytes: not empty.
  /// - Returns: what `step` gives for the last of the bytes read, and their number; nil where they have to be read one by
  ///   one.
  package mutating func leap(
    _ state: StringStateID, _ bytes: ArraySlice<UInt8>
  ) throws(AutomatonError) -> (next: Int32, count: Int)? {
    if rows[Int(state.index) &<< 8 | Int(bytes[bytes.startIndex])] != Self.unknown { return nil }
    for known in leaps[Int(state.index)] where bytes.starts(with: known.text) { return (known.next, known.text.count) }
    let text = bytes.prefix { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    guard text.count > 1, isBetweenCodePoints(state) else { return nil }
    try regex.meter.spend(8, footprint: footprint)
    var living: [StringChoice] = []
    for choice in choices(of: state) {
      guard let rest = regex.derivative(choice.rest, byText: text) else { return nil }
      if rest != .none { living.append(StringChoice(label: choice.label, rest: rest)) }
    }
    let next = try start(living)?.index ?? Self.dead
    leaps[Int(state.index)].append(Leap(text: Array(text), next: next))
    return (next, text.count)
  }

  /// Bytes that were read at once, and what they lead to.
  struct Leap {
    let text: [UInt8]
    let next: Int32
  }
}
