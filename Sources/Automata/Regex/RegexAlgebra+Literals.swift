/// Finite sets of strings, and languages that lack only such a set: what they hold, without a derivative.
extension RegexAlgebra {
  /// Whether an expression is the rests of a finite set, or all strings but these.
  func hasOnlyLiterals(_ id: RegexID) -> Bool {
    switch node(id) {
    case .literals: true
    case .complement(let operand): if case .literals = node(operand) { true } else { false }
    default: false
    }
  }

  /// What is left of the strings of a finite set, or of those that a language lacks; nil when it is neither.
  package func literalRests(_ id: RegexID) -> (rests: LiteralRests, isComplement: Bool)? {
    switch node(id) {
    case .literals(let set, let lower, let upper, let depth):
      return (LiteralRests(literalSets[Int(set.index)], Int(lower)..<Int(upper), depth: Int(depth)), false)
    case .complement(let operand):
      guard case .literals = node(operand), let rests = literalRests(operand)?.rests else { return nil }
      return (rests, true)
    default: return nil
    }
  }

  /// What is left behind `depth` code points of the strings of a set with these indices, ascending.
  mutating func literals(_ set: LiteralSet, keeping indices: [Int], depth: Int) -> RegexID {
    if indices.isEmpty { return .none }
    let numbers = set.numbers.isEmpty ? [] : indices.map { set.numbers[$0] }
    let kept = LiteralSet(sorted: indices.map { set.strings[$0] }, numbers: numbers)
    return literals(intern(literals: kept), 0, indices.count, depth: depth)
  }

  /// The texts of a language that plainly has only a few; nil for other languages.
  package func texts(_ id: RegexID, limit: Int) -> [String]? {
    var texts: [String] = []
    var open: [(language: RegexID, before: [UInt32])] = [(id, [])]
    var steps = limit * 64
    while let (language, before) = open.popLast() {
      steps -= 1
      if steps < 0 { return nil }
      switch node(language) {
      case .epsilon: texts.append(Self.text(before))
      case .set(let set):
        guard let character = set.only else { return nil }
        texts.append(Self.text(before + [character]))
      case .concatenation(let first, let rest):
        guard case .set(let set) = node(first), let character = set.only else { return nil }
        open.append((rest, before + [character]))
      case .alternation(let operands): for operand in operands { open.append((operand, before)) }
      case .literals(let set, let lower, let upper, let depth):
        if upper - lower > limit { return nil }
        for string in literalSets[Int(set.index)].strings[Int(lower)..<Int(upper)] {
          texts.append(Self.text(before + string[Int(depth)...]))
        }
      case .none, .intersection, .complement, .repetition, .named, .patternText, .guarded: return nil
      }
      if texts.count + open.count > limit { return nil }
    }
    return texts
  }

  /// The strings that a rest of a finite set belongs to: each whole, with the cost of what is left of it. Empty for
  /// other languages.
  package func members(of id: RegexID) -> [(text: String, rest: Int32)] {
    guard case .literals(let set, let lower, let upper, let depth) = node(id) else { return [] }
    return literalSets[Int(set.index)].strings[Int(lower)..<Int(upper)].map { string in
      (Self.text(string), string[Int(depth)...].reduce(0) { $0 + CharacterCost.of($1) })
    }
  }

  /// Adds the first UTF-8 bytes of the strings of a finite set; false, when it is none, or has more than `limit`.
  func collectFirsts(_ id: RegexID, limit: Int, into bytes: inout [UInt8]) -> Bool {
    guard case .literals(let set, let lower, let upper, let depth) = node(id), upper - lower <= limit else {
      return false
    }
    for string in literalSets[Int(set.index)].strings[Int(lower)..<Int(upper)] where string.count > Int(depth) {
      let value = string[Int(depth)]
      switch value {
      case 0..<0x80: bytes.append(UInt8(value))
      case 0..<0x800: bytes.append(UInt8(0xC0 | value >> 6))
      case 0..<0x10000: bytes.append(UInt8(0xE0 | value >> 12))
      default: bytes.append(UInt8(0xF0 | value >> 18))
      }
    }
    return true
  }

  /// The code points of a string, as `literals(sorted:numbers:)` takes them.
  package static func codePoints(of string: String) -> [UInt32] { LiteralSet.codePoints(of: string) }

  static func text(_ codePoints: [UInt32]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: codePoints.lazy.compactMap { Unicode.Scalar($0) })
    return String(text)
  }

  /// The language of what may follow a text of ASCII where `id` is some given strings, all but given strings, or any
  /// string; nil for other languages.
  ///
  /// The derivative by the whole text at once: what lies in between is not made.
  mutating func derivative(_ id: RegexID, byText text: ArraySlice<UInt8>) -> RegexID? {
    if id == .anything { return id }
    switch node(id) {
    case .complement(let operand):
      guard case .literals = node(operand), let rest = derivative(operand, byText: text) else { return nil }
      return complement(rest)
    case .literals(let set, let lower, let upper, let depth):
      let strings = literalSets[Int(set.index)]
      var (first, last, depth) = (Int(lower), Int(upper), Int(depth))
      for byte in text {
        if strings.strings[first].count == depth { first += 1 }
        if byte > 0 { first = strings.upperBound(UInt32(byte) - 1, first, last, depth: depth) }
        last = strings.upperBound(UInt32(byte), first, last, depth: depth)
        if first == last { return RegexID.none }
        depth += 1
      }
      return literals(set, first, last, depth: depth)
    default: return nil
    }
  }
}
