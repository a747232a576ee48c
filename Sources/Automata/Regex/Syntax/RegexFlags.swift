/// The flags that a group such as `(?i:…)` sets for what it holds.
struct RegexFlags {
  var ignoreCase = false
  var multiline = false
  var dotAll = false

  mutating func set(_ flag: Unicode.Scalar, to value: Bool) {
    switch flag {
    case "i": ignoreCase = value
    case "m": multiline = value
    case "s": dotAll = value
    default: preconditionFailure("no such flag: \(flag)")
    }
  }

  /// `^`; with `m` also behind a line terminator.
  var start: RegexSyntax {
    multiline ? .alternation([.start, .lookbehind(.set(.lineTerminator), negated: false)]) : .start
  }

  /// `$`; with `m` also before a line terminator.
  var end: RegexSyntax {
    multiline ? .alternation([.end, .lookahead(.set(.lineTerminator), negated: false)]) : .end
  }

  /// `set` and, with `i`, everything that folds to the same code points.
  func folding(_ set: CodePointSet) -> CodePointSet { ignoreCase ? CaseFolding.closure(of: set) : set }
}
