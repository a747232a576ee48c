extension PatternText {
  /// Bytes in a JSON string of the shortest completion.
  var leastLeft: Int32 {
    wanted.reduce(modeCost + Int32(clamping: groups.count)) { $0 + Self.groupCost(named: $1) }
  }

  /// A group that is there for its name only: `(?<name>)`.
  private static func groupCost(named name: ContiguousArray<UInt32>) -> Int32 { 5 + cost(name) }

  private static func cost(_ name: some Collection<UInt32>) -> Int32 { name.reduce(0) { $0 + CharacterCost.of($1) } }

  /// What the mode needs until the text is between terms, less what it saves of a group that has to come: brackets of
  /// open groups, and groups with names that are wanted, are counted apart.
  private var modeCost: Int32 {
    switch mode {
    case .term, .braces: return 0
    case .escape, .classOpen, .classBody, .classAtom, .classDash: return 1
    case .classEscape: return 2
    // A group under way can get the name that is wanted: `?<name>` in place of a group of its own.
    case .group: return wanted.isEmpty ? 0 : -2
    case .groupKind: return wanted.isEmpty ? 1 : -3
    case .angle: return wanted.isEmpty ? 1 : -4
    case .flags(let flags): return flags.seen.isEmpty ? 2 : 1
    case .reference: return 1 + (memory == .all ? referenceCost([]) : 2)
    case .name(let text, _) where memory != .all: return text.isEmpty ? 2 : 1
    case .name(let text, isReference: true): return referenceCost(text)
    case .name(let text, isReference: false):
      let plain: Int32 = names.contains(text) ? 2 : 1
      let saving = wanted.lazy.filter { $0.starts(with: text) }.map {
        Self.cost($0.dropFirst(text.count)) + 1 - Self.groupCost(named: $0)
      }
      return min(plain, saving.min() ?? plain)
    case .codePoint(let escape, .outside): return escape.leastLeft(atLeast: 0)
    case .codePoint(let escape, .classFirst): return escape.leastLeft(atLeast: 0) + 1
    case .codePoint(let escape, .classSecond(let low)): return escape.leastLeft(atLeast: low ?? 0) + 1
    case .property(let text, let place):
      let close: Int32 = place == .outside ? 0 : 1
      if text.isEmpty { return 3 + close }
      let name = text.dropFirst()
      let shortest = Self.properties(startingWith: name).map { $0.utf8.count - name.count }.min() ?? 0
      return Int32(shortest) + 1 + close
    }
  }

  /// From behind a reference's `<` and the beginning of a name: a known name, or a new one and a group for it.
  private func referenceCost(_ text: ContiguousArray<UInt32>) -> Int32 {
    let known = [names, wanted].joined().lazy.filter { $0.starts(with: text) }.map {
      Self.cost($0.dropFirst(text.count)) + 1
    }
    let new = text.isEmpty ? 2 + Self.groupCost(named: [0x61]) : 1 + Self.groupCost(named: text)
    return min(new, known.min() ?? new)
  }
}

extension CodePointEscape {
  /// Bytes in a JSON string until the escape has ended as a code point that is not below `low`.
  func leastLeft(atLeast low: UInt32) -> Int32 {
    switch self {
    case .control: return 1
    case .octal(var value):
      var digits: Int32 = 0
      while value < low, let next = Self.octal(value, 0x37) { (value, digits) = (next, digits + 1) }
      return digits
    case .hexadecimal(let digits, _, let read):
      let plain = units.upperBound > 0xDFFF || units.upperBound < 0xD800 ? units.upperBound : 0xD7FF
      let isPlain = units.contains(plain) && plain >= low
      return Int32(digits - read) + (isPlain ? 0 : Self.secondHalf)
    case .unicode:
      return min(1 + CodePointEscape.braced(nil).leastLeft(atLeast: low), low <= 0xFFFF ? 4 : 4 + Self.secondHalf)
    case .braced(let value):
      var digits: Int32 = value == nil ? 1 : 0
      // The least and the largest with so many more digits.
      var (least, largest) = (value ?? 0, value ?? 0xF)
      while largest < low || Unicode.Scalar(largest) == nil && max(least, low) > 0xD7FF {
        (least, largest, digits) = (least << 4, min(largest << 4 | 0xF, 0x10FFFF), digits + 1)
      }
      return digits + 1
    case .surrogate(_, _, let read): return read == 0 ? Self.secondHalf : Int32(6 - read)
    }
  }

  /// Bytes of `\uDC00` in a JSON string.
  private static let secondHalf: Int32 = 7
}
