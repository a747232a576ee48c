/// Writes a parsed pattern as PCRE2 pattern text of the same meaning, for UTF mode without further options.
///
/// Every class, dot, anchor and boundary is spelt out in code points, so nothing depends on PCRE2's own tables or
/// defaults. One difference remains: PCRE2 keeps a capture from an earlier round of a repetition where ECMA-262 forgets
/// it, which only a backreference to a group inside a repetition can tell.
package struct PCREEmitter {
  /// PCRE2's largest count in a quantifier.
  private static let maximumCount = 65_535

  package static func emit(_ syntax: RegexSyntax) -> String {
    var emitter = PCREEmitter()
    emitter.findReferences(in: syntax)
    // A group may be written twice when its repetition is split, hence names that need not be unique.
    if !emitter.referenced.isEmpty { emitter.text = "(?J)" }
    emitter.write(syntax)
    return emitter.text
  }

  private var text = ""
  /// Groups that a backreference reads; the others capture nothing.
  private var referenced: Set<Int> = []

  private mutating func findReferences(in syntax: RegexSyntax) {
    switch syntax {
    case .backreference(let number): referenced.insert(number)
    case .concatenation(let parts), .alternation(let parts): for part in parts { findReferences(in: part) }
    case .repetition(let body, _, _), .group(let body, _), .lookahead(let body, _), .lookbehind(let body, _):
      findReferences(in: body)
    case .empty, .set, .start, .end, .wordBoundary: break
    }
  }

  private mutating func write(_ syntax: RegexSyntax) {
    switch syntax {
    case .empty: break
    case .set(let set): write(set)
    case .concatenation(let parts):
      for part in parts { if case .alternation = part { write(.group(part, capture: nil)) } else { write(part) } }
    case .alternation(let branches):
      for (position, branch) in branches.enumerated() {
        if position > 0 { text += "|" }
        write(branch)
      }
    case .repetition(let body, let minimum, let maximum): write(body, minimum, maximum)
    case .group(let body, let capture):
      if let capture, referenced.contains(capture) {
        enclose("(?<g\(capture)>", body)
      } else {
        enclose("(?:", body)
      }
    case .start: text += "\\A"
    case .end: text += "\\z"
    case .wordBoundary(let negated): writeWordBoundary(negated: negated)
    case .lookahead(let body, let negated): enclose(negated ? "(?!" : "(?=", body)
    case .lookbehind(let body, let negated): enclose(negated ? "(?<!" : "(?<=", body)
    case .backreference(let number): text += "(?(<g\(number)>)\\k<g\(number)>)"
    }
  }

  private mutating func enclose(_ opening: String, _ body: RegexSyntax) {
    text += opening
    write(body)
    text += ")"
  }

  private mutating func write(_ body: RegexSyntax, _ minimum: Int, _ maximum: Int?) {
    var required = minimum
    var optional = maximum.map { $0 - minimum }
    while required > Self.maximumCount {
      writeOnce(body, "{\(Self.maximumCount)}")
      required -= Self.maximumCount
    }
    while let count = optional, count > Self.maximumCount - required {
      let share = min(count, Self.maximumCount)
      writeOnce(body, "{0,\(share)}")
      optional = count - share
    }
    switch (required, optional) {
    case (0, nil): writeOnce(body, "*")
    case (1, nil): writeOnce(body, "+")
    case (_, nil): writeOnce(body, "{\(required),}")
    case (0, 0?): break
    case (1, 0?): writeOnce(body, "")
    case (0, 1?): writeOnce(body, "?")
    case (_, 0?): writeOnce(body, "{\(required)}")
    case (_, let count?): writeOnce(body, "{\(required),\(required + count)}")
    }
  }

  private mutating func writeOnce(_ body: RegexSyntax, _ quantifier: String) {
    switch body {
    case .set, .group: write(body)
    default: write(.group(body, capture: nil))
    }
    text += quantifier
  }

  private mutating func writeWordBoundary(negated: Bool) {
    let inside = RegexSyntax.set(.word)
    let same = RegexSyntax.alternation([
      .concatenation([.lookbehind(inside, negated: false), .lookahead(inside, negated: negated ? false : true)]),
      .concatenation([.lookbehind(inside, negated: true), .lookahead(inside, negated: negated ? true : false)]),
    ])
    write(.group(same, capture: nil))
  }

  private mutating func write(_ set: CodePointSet) {
    guard let first = set.ranges.first else {
      text += "(?!)"
      return
    }
    if set.ranges.count == 1, first.count == 1 {
      write(first.lowerBound)
      return
    }
    text += "["
    for range in set.ranges {
      write(range.lowerBound)
      if range.count > 1 {
        text += "-"
        write(range.upperBound)
      }
    }
    text += "]"
  }

  private mutating func write(_ value: UInt32) {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: text.unicodeScalars.append(Unicode.Scalar(UInt8(value)))
    default: text += "\\x{\(String(value, radix: 16))}"
    }
  }
}
