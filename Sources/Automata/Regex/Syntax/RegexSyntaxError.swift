/// Why a text is not an ECMA-262 pattern that Sluice reads, and where.
package struct RegexSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Reason: Sendable, Hashable {
    /// The pattern ends inside a group, class, escape or name.
    case unexpectedEnd
    case unmatchedClosingParenthesis
    case unterminatedGroup
    case unterminatedClass
    /// `*`, `+`, `?` or `{n}` with nothing before it, or after another quantifier.
    case nothingToRepeat
    /// `{3,1}`.
    case repetitionBoundsReversed(minimum: Int, maximum: Int)
    case repetitionLimit(Int)
    /// `[z-a]`.
    case classRangeReversed
    /// A backslash before a letter that ECMA-262 gives no meaning (`\A`, `\Z`, `\a`), which other dialects do.
    case unknownEscape(Unicode.Scalar)
    case invalidHexadecimalEscape
    case invalidControlEscape
    /// A `\u` escape of half a surrogate pair: no decoded text can hold it.
    case loneSurrogate
    case invalidProperty(String)
    /// `(?` and something that ECMA-262 does not define, such as `(?>`, `(?P<`, `(?#`.
    case unknownGroup
    /// `(?i)` without a colon: other dialects set flags so, ECMA-262 has only `(?i:…)`.
    case inlineFlags
    case invalidGroupName
    case duplicateGroupName(String)
    case unknownGroupName(String)
    case nestingLimit(Int)
    case lengthLimit(Int)
  }

  package let reason: Reason
  /// Code points from the pattern's start.
  package let offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  package var description: String {
    let what =
      switch reason {
      case .unexpectedEnd: "the pattern ends too early"
      case .unmatchedClosingParenthesis: "a ) that closes nothing"
      case .unterminatedGroup: "a group without its )"
      case .unterminatedClass: "a class without its ]"
      case .nothingToRepeat: "a quantifier with nothing to repeat"
      case .repetitionBoundsReversed(let minimum, let maximum): "{\(minimum),\(maximum)} has its bounds reversed"
      case .repetitionLimit(let limit): "a repetition above \(limit)"
      case .classRangeReversed: "a class range with its bounds reversed"
      case .unknownEscape(let scalar): "\\\(scalar) has no meaning in ECMA-262"
      case .invalidHexadecimalEscape: "an escape that lacks its hexadecimal digits"
      case .invalidControlEscape: "\\c without a letter"
      case .loneSurrogate: "half of a surrogate pair"
      case .invalidProperty(let name): "unknown Unicode property \(name)"
      case .unknownGroup: "a kind of group that ECMA-262 does not define"
      case .inlineFlags: "flags without a group, as in (?i), are not ECMA-262; (?i:…) is"
      case .invalidGroupName: "not a group name"
      case .duplicateGroupName(let name): "two groups named \(name)"
      case .unknownGroupName(let name): "no group is named \(name)"
      case .nestingLimit(let limit): "groups nested deeper than \(limit)"
      case .lengthLimit(let limit): "a pattern longer than \(limit) code points"
      }
    return "\(what), at code point \(offset)"
  }
}
