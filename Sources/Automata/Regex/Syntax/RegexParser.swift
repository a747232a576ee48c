/// Parser of ECMA-262 patterns (edition 2025, §22.2.1) with the meaning of the `u` flag.
///
/// Lenient where schemas in the wild need it, always as Annex B.1.2 reads the text: identity escapes of anything but
/// ASCII letters, braces and `]` that open or close nothing, classes such as `[\w-.]`, legacy octal escapes, quantified
/// lookaheads. Escapes that mean something elsewhere only (`\A`, `\Z`, `\z`, `\a`) and `(?i)` are errors.
package struct RegexParser {
  /// Largest count in braces.
  package static let maximumRepetition = 100_000
  /// Deepest nesting of groups.
  package static let maximumNesting = 200
  /// Longest pattern, in code points.
  package static let maximumLength = 1 << 20

  package static func parse(_ pattern: String) throws(RegexSyntaxError) -> RegexSyntax {
    let scalars = Array(pattern.unicodeScalars)
    guard scalars.count <= maximumLength else {
      throw RegexSyntaxError(.lengthLimit(maximumLength), at: maximumLength)
    }
    var parser = RegexParser(scalars: scalars, groups: try RegexGroupNames(scanning: scalars))
    let syntax = try parser.disjunction()
    if parser.current != nil { throw RegexSyntaxError(.unmatchedClosingParenthesis, at: parser.position) }
    return syntax
  }

  let scalars: [Unicode.Scalar]
  let groups: RegexGroupNames
  var position = 0
  var flags = RegexFlags()
  private var captures = 0
  private var depth = 0

  private init(scalars: [Unicode.Scalar], groups: RegexGroupNames) {
    self.scalars = scalars
    self.groups = groups
  }

  var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  func error(_ reason: RegexSyntaxError.Reason) -> RegexSyntaxError { RegexSyntaxError(reason, at: position) }

  /// Whether `text` stands at the current position, which then moves past it.
  mutating func take(_ text: String) -> Bool {
    let wanted = text.unicodeScalars
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func disjunction() throws(RegexSyntaxError) -> RegexSyntax {
    var branches = [try alternative()]
    while take("|") { branches.append(try alternative()) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func alternative() throws(RegexSyntaxError) -> RegexSyntax {
    var terms: [RegexSyntax] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      let term = try self.term(scalar)
      // With the m flag these are more than an assertion, and can be repeated as little.
      terms.append(try quantified(term, isAssertion: scalar == "^" || scalar == "$"))
    }
    return switch terms.count {
    case 0: .empty
    case 1: terms[0]
    default: .concatenation(terms)
    }
  }

  private mutating func term(_ scalar: Unicode.Scalar) throws(RegexSyntaxError) -> RegexSyntax {
    switch scalar {
    case "(": return try group()
    case "*", "+", "?": throw error(.nothingToRepeat)
    case "{":
      let start = position
      if try braces() != nil { throw RegexSyntaxError(.nothingToRepeat, at: start) }
      position = start + 1
      return literal(scalar)
    case "[": return .set(try characterClass())
    case "\\": return try atomEscape()
    default:
      position += 1
      return switch scalar {
      case "^": flags.start
      case "$": flags.end
      case ".": .set(flags.dotAll ? .all : .dot)
      default: literal(scalar)
      }
    }
  }

  func literal(_ scalar: Unicode.Scalar) -> RegexSyntax { .set(flags.folding(CodePointSet(scalar))) }

  private mutating func quantified(
    _ term: RegexSyntax, isAssertion: Bool
  ) throws(RegexSyntaxError) -> RegexSyntax {
    let bounds: (minimum: Int, maximum: Int?)
    switch current {
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "?": bounds = (0, 1)
    case "{":
      let start = position
      guard let counts = try braces() else {
        position = start
        return term
      }
      bounds = counts
      position -= 1
    default: return term
    }
    position += 1
    // A lazy quantifier looks for the same matches in another order.
    _ = take("?")
    switch term {
    case .start, .end, .wordBoundary, .lookbehind: throw error(.nothingToRepeat)
    case _ where isAssertion: throw error(.nothingToRepeat)
    default: return .repetition(term, minimum: bounds.minimum, maximum: bounds.maximum)
    }
  }

  /// `{n}`, `{n,}` or `{n,m}` from the brace on; nil when it is none of them and so stands for itself.
  private mutating func braces() throws(RegexSyntaxError) -> (minimum: Int, maximum: Int?)? {
    let start = position
    position += 1
    guard let minimum = decimal() else { return nil }
    var maximum: Int? = minimum
    if take(",") { maximum = decimal() }
    guard take("}") else { return nil }
    if max(minimum, maximum ?? 0) > Self.maximumRepetition {
      throw RegexSyntaxError(.repetitionLimit(Self.maximumRepetition), at: start)
    }
    if let maximum, maximum < minimum {
      throw RegexSyntaxError(.repetitionBoundsReversed(minimum: minimum, maximum: maximum), at: start)
    }
    return (minimum, maximum)
  }

  /// Decimal digits, read as at most `Int.max`; nil, without moving, when none stand here.
  mutating func decimal() -> Int? {
    var value: Int?
    while let scalar = current, ("0"..."9").contains(scalar) {
      let (product, first) = (value ?? 0).multipliedReportingOverflow(by: 10)
      let (sum, second) = product.addingReportingOverflow(Int(scalar.value) - 0x30)
      value = first || second ? Int.max : sum
      position += 1
    }
    return value
  }

  private mutating func group() throws(RegexSyntaxError) -> RegexSyntax {
    let start = position
    guard depth < Self.maximumNesting else { throw error(.nestingLimit(Self.maximumNesting)) }
    depth += 1
    let outer = flags
    defer {
      depth -= 1
      flags = outer
    }
    position += 1
    let build: (RegexSyntax) -> RegexSyntax
    if !take("?") {
      build = capturing()
    } else if take(":") {
      build = { .group($0, capture: nil) }
    } else if take("=") {
      build = { .lookahead($0, negated: false) }
    } else if take("!") {
      build = { .lookahead($0, negated: true) }
    } else if take("<=") {
      build = { .lookbehind($0, negated: false) }
    } else if take("<!") {
      build = { .lookbehind($0, negated: true) }
    } else if take("<") {
      // The scan has checked the name.
      while !take(">") { position += 1 }
      build = capturing()
    } else {
      try modifiers()
      build = { .group($0, capture: nil) }
    }
    let body = try disjunction()
    guard take(")") else { throw RegexSyntaxError(.unterminatedGroup, at: start) }
    return build(body)
  }

  private mutating func capturing() -> (RegexSyntax) -> RegexSyntax {
    captures += 1
    let capture = captures
    return { .group($0, capture: capture) }
  }

  /// `ims-ims:` after `(?`, each flag once.
  private mutating func modifiers() throws(RegexSyntaxError) {
    var adds = true
    var seen: Set<Unicode.Scalar> = []
    while let scalar = current {
      position += 1
      switch scalar {
      case "i", "m", "s":
        guard seen.insert(scalar).inserted else { throw error(.unknownGroup) }
        flags.set(scalar, to: adds)
      case "-":
        guard adds else { throw error(.unknownGroup) }
        adds = false
      case ":":
        guard !seen.isEmpty else { throw error(.unknownGroup) }
        return
      case ")" where !seen.isEmpty: throw error(.inlineFlags)
      default: throw error(.unknownGroup)
      }
    }
    throw error(.unexpectedEnd)
  }
}
