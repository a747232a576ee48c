/// What an ECMA-262 pattern says, with classes, escapes and flags resolved to sets of code points.
///
/// A pattern is a search: it holds for a text when some substring matches. Greedy and lazy repetitions are one, since
/// only the existence of a match matters here.
package indirect enum RegexSyntax: Hashable, Sendable {
  /// Matches the empty text.
  case empty
  /// One code point of the set; the empty set matches nothing.
  case set(CodePointSet)
  case concatenation([RegexSyntax])
  case alternation([RegexSyntax])
  /// `maximum` nil has no bound.
  case repetition(RegexSyntax, minimum: Int, maximum: Int?)
  /// `capture` counts from 1 in the order of the opening parentheses; nil when nothing is captured.
  case group(RegexSyntax, capture: Int?)
  /// The start of the text.
  case start
  /// The very end of the text.
  case end
  case wordBoundary(negated: Bool)
  case lookahead(RegexSyntax, negated: Bool)
  case lookbehind(RegexSyntax, negated: Bool)
  /// The text that a capture group matched last; the empty text while it has matched nothing.
  case backreference(Int)
}
