extension PatternText {
  /// First code points of the classes that go on alike, ascending from 0.
  var classStarts: ContiguousArray<UInt32> {
    switch mode {
    case .term, .group: Self.special
    case .braces: Self.braced
    case .reference, .groupKind, .flags, .escape, .property: Self.ascii
    case .angle: named(behind: [])
    case .name(let text, _): named(behind: text)
    case .classOpen, .classBody, .classAtom: Self.ascii
    case .classDash(let low): Self.ascii(and: low)
    case .classEscape(let place), .codePoint(_, let place):
      if case .classSecond(let low) = place { Self.ascii(and: low) } else { Self.ascii }
    }
  }

  /// What names are made of, and apart from that the code points by which a name goes on that stands already.
  private func named(behind text: ContiguousArray<UInt32>) -> ContiguousArray<UInt32> {
    var apart: Set<UInt32> = []
    for name in [names, wanted].joined() where name.count > text.count && name.starts(with: text) {
      let next = name[text.count]
      if next > 0x7F { apart.formUnion([next, next + 1]) }
    }
    return apart.isEmpty ? Self.named : ContiguousArray(apart.union(Self.named).sorted())
  }

  private static let special = starts(of: "*+?{|^$()[\\".unicodeScalars.map { $0.value...$0.value })
  private static let braced = ContiguousArray(Set(special + [0x2C, 0x2D, 0x7D, 0x7E] + (0x30...0x3A)).sorted())
  private static let ascii = ContiguousArray<UInt32>(0...0x80)

  /// Every code point of ASCII, and those from the lower end of a range on.
  private static func ascii(and low: UInt32?) -> ContiguousArray<UInt32> {
    guard let low, low > 0x80 else { return ascii }
    return ascii + [low]
  }

  private static let named = ContiguousArray(IdentifierCharacters.changes.union(ascii).sorted())

  private static func starts(of ranges: [ClosedRange<UInt32>]) -> ContiguousArray<UInt32> {
    ContiguousArray(Set([0] + ranges.flatMap { [$0.lowerBound, $0.upperBound + 1] }).sorted())
  }
}
