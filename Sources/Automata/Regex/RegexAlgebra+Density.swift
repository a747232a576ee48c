/// Languages that no beginning leads out of.
extension RegexAlgebra {
  /// Whether it is sure that every string is the beginning of infinitely many strings of the language.
  ///
  /// So it is with Σ*, with patterns that are searched anywhere, and with all names but a few. False where that is not
  /// seen at once.
  package mutating func isDense(_ id: RegexID) throws(AutomatonError) -> Bool {
    if let known = densities[id] { return known }
    let result = try computeDensity(id)
    densities[id] = result
    return result
  }

  private mutating func computeDensity(_ id: RegexID) throws(AutomatonError) -> Bool {
    if id == .anything { return true }
    switch node(id) {
    case .repetition(let operand, _, nil): return operand == Self.anyCodePoint
    case .complement(let operand): return isFinite(operand)
    case .concatenation(let left, let right):
      if isNullable(left), try isDense(right) { return true }
      guard try isDense(left) else { return false }
      return try cost(of: right) < Self.unreachable
    case .alternation(let operands):
      for operand in operands where try isDense(operand) { return true }
      return false
    case .intersection(let operands):
      // Finitely many strings less, or only the long ones: of infinitely many strings infinitely many remain.
      var others = 0
      for operand in operands where !isCoarse(operand) {
        others += 1
        if others > 1 { return false }
        guard try isDense(operand) else { return false }
      }
      return true
    default: return false
    }
  }

  /// Whether it is sure that the language lacks finitely many strings only.
  package func isCofinite(_ id: RegexID) -> Bool {
    if case .complement(let operand) = node(id) { isFinite(operand) } else { id == .anything }
  }

  private func isCoarse(_ id: RegexID) -> Bool {
    switch node(id) {
    case .complement(let operand): isFinite(operand)
    case .repetition(let operand, _, nil): operand == Self.anyCodePoint
    default: false
    }
  }

  /// The strings that a language lacks, as they stand in JSON, without those that need an escape; nil when it is not
  /// seen at once that it lacks only so many.
  func exceptions(_ id: RegexID) -> [[UInt8]]? {
    if id == .anything { return [] }
    guard case .complement(let operand) = node(id),
      case .literals(let set, let lower, let upper, let depth) = node(operand)
    else { return nil }
    return texts(set, lower, upper, depth).compactMap { $0 }
  }

  /// What is left of the strings of a finite set, as they stand in JSON; nil when it is none, when there are more than
  /// `limit`, or when one needs an escape.
  func literalRests(_ id: RegexID, limit: Int) -> [[UInt8]]? {
    guard case .literals(let set, let lower, let upper, let depth) = node(id), upper - lower <= limit else {
      return nil
    }
    let texts = texts(set, lower, upper, depth)
    return texts.contains(nil) ? nil : texts.compactMap { $0 }
  }

  /// Nil stands for those that need an escape.
  private func texts(_ set: LiteralSetID, _ lower: Int32, _ upper: Int32, _ depth: Int32) -> [[UInt8]?] {
    literalSets[Int(set.index)].strings[Int(lower)..<Int(upper)].map { string in
      var bytes: [UInt8] = []
      for value in string[Int(depth)...] {
        if value < 0x20 || value == 0x22 || value == 0x5C { return nil }
        if let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) { bytes.append(contentsOf: encoded) }
      }
      return bytes
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

  /// The whole string of a finite set that ends here; nil for other languages.
  package func completeLiteral(_ id: RegexID) -> String? {
    guard case .literals(let set, let lower, _, let depth) = node(id) else { return nil }
    let string = literalSets[Int(set.index)].strings[Int(lower)]
    if string.count != Int(depth) { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: string.lazy.compactMap { Unicode.Scalar($0) })
    return String(text)
  }

  /// Whether it is sure that the language has finitely many strings.
  func isFinite(_ id: RegexID) -> Bool {
    switch node(id) {
    case .none, .epsilon, .set, .literals: true
    case .concatenation(let left, let right): isFinite(left) && isFinite(right)
    case .alternation(let operands): operands.allSatisfy { isFinite($0) }
    case .intersection(let operands): operands.contains { isFinite($0) }
    case .repetition(let operand, _, let maximum): maximum != nil && isFinite(operand)
    case .complement, .named, .patternText: false
    }
  }

  /// The most code points of a string when the language is all strings from some length to another, `Int.max` without
  /// end; nil for other languages.
  package func lengthLimit(_ id: RegexID) -> Int? {
    switch node(id) {
    case .epsilon: 0
    case .set(.all): 1
    case .repetition(Self.anyCodePoint, _, let maximum): maximum ?? Int.max
    default: nil
    }
  }

  /// Σ, the set of all code points.
  private static var anyCodePoint: RegexID { RegexID(index: 3) }
}
