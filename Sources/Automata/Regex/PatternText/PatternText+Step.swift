extension PatternText {
  /// The state after a code point; nil when no pattern goes on so.
  func step(_ codePoint: UInt32) -> PatternText? {
    switch mode {
    case .term(let repeatable): return term(codePoint, repeatable)
    case .braces(let braces): return self.braces(codePoint, braces)
    case .escape: return escape(codePoint)
    case .reference: return codePoint == "<" ? with(.name([], isReference: true)) : nil
    case .group: return codePoint == "?" ? with(.groupKind) : term(codePoint, .nothing)
    case .groupKind: return groupKind(codePoint)
    case .angle:
      guard codePoint == "=" || codePoint == "!" else { return name(codePoint, [], isReference: false) }
      var next = with(.term(.nothing))
      next.groups[next.groups.count - 1] = false
      return next
    case .name(let text, let isReference): return name(codePoint, text, isReference: isReference)
    case .flags(let flags): return self.flags(codePoint, flags)
    case .classOpen: return codePoint == "^" ? with(.classBody) : classBody(codePoint)
    case .classBody: return classBody(codePoint)
    case .classAtom(let first): return codePoint == "-" ? with(.classDash(first)) : classBody(codePoint)
    case .classDash(let first):
      if codePoint == "]" { return with(.term(.atom)) }
      let place = Place.classSecond(first)
      return codePoint == "\\" ? with(.classEscape(place)) : stands(for: codePoint, at: place)
    case .classEscape(let place): return classEscape(codePoint, place)
    case .codePoint(let escape, let place): return self.codePoint(codePoint, escape, place)
    case .property(let text, let place): return property(codePoint, text, place)
    }
  }

  func with(_ mode: Mode) -> PatternText {
    var next = self
    next.mode = mode
    return next
  }

  private func term(_ codePoint: UInt32, _ repeatable: Repeatable) -> PatternText? {
    switch codePoint {
    case "*", "+": return repeatable == .atom ? with(.term(.quantified)) : nil
    case "?":
      switch repeatable {
      case .atom: return with(.term(.quantified))
      case .quantified: return with(.term(.nothing))
      case .nothing: return nil
      }
    case "{": return with(.braces(Braces(repeats: repeatable == .atom)))
    case "|", "^", "$": return with(.term(.nothing))
    case "(":
      if groups.count == RegexParser.maximumNesting { return nil }
      var next = with(.group)
      next.groups.append(true)
      return next
    case ")":
      guard let repeats = groups.last else { return nil }
      var next = with(.term(repeats ? .atom : .nothing))
      next.groups.removeLast()
      return next
    case "[": return with(.classOpen)
    case "\\": return with(.escape)
    default: return with(.term(.atom))
    }
  }

  private func braces(_ codePoint: UInt32, _ braces: Braces) -> PatternText? {
    var braces = braces
    switch codePoint {
    case 0x30...0x39:
      let known = (braces.hasComma ? braces.maximum : braces.minimum) ?? 0
      let count = min(known * 10 + Int(codePoint) - 0x30, RegexParser.maximumRepetition + 1)
      if braces.hasComma { braces.maximum = count } else { braces.minimum = count }
      return with(.braces(braces))
    case "," where braces.minimum != nil && !braces.hasComma:
      braces.hasComma = true
      return with(.braces(braces))
    case "}":
      guard let minimum = braces.minimum else { return with(.term(.atom)) }
      let maximum = braces.maximum ?? minimum
      let isRight = braces.repeats && minimum <= maximum && maximum <= RegexParser.maximumRepetition
      return isRight ? with(.term(.quantified)) : nil
    // What has been read stands for itself, and its last code point can be repeated.
    default: return term(codePoint, .atom)
    }
  }

  private func groupKind(_ codePoint: UInt32) -> PatternText? {
    switch codePoint {
    case ":", "=", "!": with(.term(.nothing))
    case "<": with(.angle)
    default: flags(codePoint, Flags())
    }
  }

  private func flags(_ codePoint: UInt32, _ flags: Flags) -> PatternText? {
    var flags = flags
    switch codePoint {
    case "i", "m", "s": return flags.seen.insert(codePoint).inserted ? with(.flags(flags)) : nil
    case "-" where !flags.removes:
      flags.removes = true
      return with(.flags(flags))
    case ":" where !flags.seen.isEmpty: return with(.term(.nothing))
    default: return nil
    }
  }

  private func name(_ codePoint: UInt32, _ text: ContiguousArray<UInt32>, isReference: Bool) -> PatternText? {
    if codePoint == ">", !text.isEmpty { return named(text, isReference: isReference) }
    let fits =
      text.isEmpty ? IdentifierCharacters.isStart(codePoint) : IdentifierCharacters.isPart(codePoint)
    if !fits { return nil }
    return with(.name(memory == .all ? text + [codePoint] : Self.someName, isReference: isReference))
  }

  /// Stands for all names.
  private static let someName: ContiguousArray<UInt32> = [0x61]

  private func named(_ name: ContiguousArray<UInt32>, isReference: Bool) -> PatternText? {
    var next = with(.term(isReference ? .atom : .nothing))
    if memory != .all { return next }
    if isReference {
      if !names.contains(name), !wanted.contains(name) { Self.insert(name, into: &next.wanted) }
    } else {
      if names.contains(name) { return nil }
      Self.insert(name, into: &next.names)
      next.wanted.removeAll { $0 == name }
    }
    return next
  }

  private static func insert(_ name: ContiguousArray<UInt32>, into names: inout [ContiguousArray<UInt32>]) {
    names.insert(name, at: names.firstIndex { name.lexicographicallyPrecedes($0) } ?? names.count)
  }

  // MARK: Escapes

  private func escape(_ codePoint: UInt32) -> PatternText? {
    switch codePoint {
    case "b", "B": with(.term(.nothing))
    case "k": with(.reference)
    // References and octal escapes: the digits that follow are part of them, or atoms.
    case 0x30...0x39: with(.term(.atom))
    default: shared(codePoint, .outside)
    }
  }

  private func classBody(_ codePoint: UInt32) -> PatternText? {
    switch codePoint {
    case "]": with(.term(.atom))
    case "\\": with(.classEscape(.classFirst))
    default: stands(for: inClass(codePoint), at: .classFirst)
    }
  }

  /// What a code point that stands for itself counts as in a class.
  private func inClass(_ codePoint: UInt32) -> UInt32 { memory == .all ? codePoint : min(codePoint, Self.wide) }

  private func classEscape(_ codePoint: UInt32, _ place: Place) -> PatternText? {
    switch codePoint {
    case "b": stands(for: 8, at: place)
    case 0x30...0x37: start(.octal(codePoint - 0x30), at: place)
    default: shared(codePoint, place)
    }
  }

  /// The escapes that classes have too.
  private func shared(_ codePoint: UInt32, _ place: Place) -> PatternText? {
    switch codePoint {
    case "d", "D", "w", "W", "s", "S": stands(for: nil, at: place)
    case "p", "P": with(.property([], place))
    case "t": stands(for: 0x9, at: place)
    case "n": stands(for: 0xA, at: place)
    case "v": stands(for: 0xB, at: place)
    case "f": stands(for: 0xC, at: place)
    case "r": stands(for: 0xD, at: place)
    case "c": start(.control, at: place)
    case "x": start(.hexadecimal(digits: 2, value: 0, read: 0), at: place)
    case "u": start(.unicode, at: place)
    case 0x41...0x5A, 0x61...0x7A: nil
    default: stands(for: place == .classFirst ? inClass(codePoint) : codePoint, at: place)
    }
  }

  private func start(_ escape: CodePointEscape, at place: Place) -> PatternText? {
    if case .classSecond(let low?) = place, escape.largest < low { return nil }
    return with(.codePoint(escape, place))
  }

  private func codePoint(_ codePoint: UInt32, _ escape: CodePointEscape, _ place: Place) -> PatternText? {
    switch escape.step(codePoint) {
    case .dead: nil
    case .goesOn(let next): start(next, at: place)
    case .ends(let value): stands(for: value, at: place)
    case .endedBefore(let value): stands(for: value, at: place)?.step(codePoint)
    }
  }

  /// An atom of a class, or a term, has ended: a code point, or a set for nil.
  private func stands(for value: UInt32?, at place: Place) -> PatternText? {
    switch place {
    case .outside: return with(.term(.atom))
    case .classFirst: return with(.classAtom(value))
    case .classSecond(let low):
      if let low, let value, value < low { return nil }
      return with(.classBody)
    }
  }

  private func property(_ codePoint: UInt32, _ text: ContiguousArray<UInt8>, _ place: Place) -> PatternText? {
    guard let byte = UInt8(exactly: codePoint) else { return nil }
    // What has been read starts with the brace.
    if byte == UInt8(ascii: "}"), !text.isEmpty {
      let name = text.dropFirst()
      return Self.properties(startingWith: name).first.map { $0.utf8.count == name.count } == true
        ? stands(for: nil, at: place) : nil
    }
    let next = text + [byte]
    guard next[0] == UInt8(ascii: "{"), !Self.properties(startingWith: next.dropFirst()).isEmpty else { return nil }
    return with(.property(next, place))
  }

  static func properties(startingWith prefix: some Collection<UInt8>) -> ArraySlice<String> {
    let names = UnicodeProperty.names
    var (low, high) = (0, names.count)
    while low < high {
      let middle = (low + high) / 2
      if names[middle].utf8.lexicographicallyPrecedes(prefix) { low = middle + 1 } else { high = middle }
    }
    return names[low...].prefix { $0.utf8.starts(with: prefix) }
  }
}

/// Code points beside the characters that they are.
private func ~= (character: Unicode.Scalar, codePoint: UInt32) -> Bool { character.value == codePoint }
private func == (codePoint: UInt32, character: Unicode.Scalar) -> Bool { codePoint == character.value }
