/// Finite sets of strings, and languages that lack only such a set: what they hold, without a derivative.
extension RegexAlgebra {
  /// The strings that a rest of a finite set belongs to: each whole, with the cost of what is left of it. Empty for
  /// other languages.
  package func members(of id: RegexID) -> [(text: String, rest: Int32)] {
    guard case .literals(let set, let lower, let upper, let depth) = node(id) else { return [] }
    return literalSets[Int(set.index)].strings[Int(lower)..<Int(upper)].map { string in
      (Self.text(string), string[Int(depth)...].reduce(0) { $0 + CharacterCost.of($1) })
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
    return Self.text(string)
  }

  static func text(_ codePoints: [UInt32]) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: codePoints.lazy.compactMap { Unicode.Scalar($0) })
    return String(text)
  }
}
