import CPCRE2

/// How a pattern's text is read.
///
/// The low half holds PCRE2's compile options, the high half its extra compile options, so that no table is needed
/// between the two.
package struct PatternOptions: OptionSet, Sendable, Hashable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }
  private init(_ option: UInt32) { rawValue = UInt64(option) }
  private init(extra option: UInt32) { rawValue = UInt64(option) << 32 }

  /// `\d`, `\w`, `\s`, `\b`, POSIX classes and case folding follow Unicode properties instead of ASCII.
  package static let unicodeClasses = Self(PCRE2_UCP)
  /// `$` matches only at the very end, not also before a last line feed.
  package static let dollarEndOnly = Self(PCRE2_DOLLAR_ENDONLY)
  /// `.` matches line feeds too.
  package static let dotAll = Self(PCRE2_DOTALL)
  /// The pattern is plain text; goes with `caseInsensitive`, `anchored` and `endAnchored` only.
  package static let literal = Self(PCRE2_LITERAL)
  package static let caseInsensitive = Self(PCRE2_CASELESS)
  /// `^` and `$` match at line breaks too.
  package static let multiline = Self(PCRE2_MULTILINE)
  /// Whitespace and `#` comments in the pattern are ignored.
  package static let extended = Self(PCRE2_EXTENDED)
  /// A match starts where the search starts.
  package static let anchored = Self(PCRE2_ANCHORED)
  /// A match ends where the subject ends.
  package static let endAnchored = Self(PCRE2_ENDANCHORED)
  /// `[]` matches nothing and `[^]` anything, as in ECMAScript.
  package static let allowsEmptyClass = Self(PCRE2_ALLOW_EMPTY_CLASS)
  /// A reference to a group that took no part matches the empty text, as in ECMAScript.
  package static let matchesUnsetReferences = Self(PCRE2_MATCH_UNSET_BACKREF)
  /// `\uHHHH`, `\u{H…}` and `\xHH` are read as ECMAScript reads them.
  package static let ecmaScriptEscapes: Self = [Self(PCRE2_ALT_BSUX), Self(extra: PCRE2_EXTRA_ALT_BSUX)]

  var compile: UInt32 { UInt32(truncatingIfNeeded: rawValue) }
  var extra: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }
}
