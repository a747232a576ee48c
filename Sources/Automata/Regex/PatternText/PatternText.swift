/// The text of an ECMA-262 pattern, read one code point at a time: what may still come so that `RegexParser` takes it.
///
/// Groups nest and names are remembered, so this is no regular language, and there are as many states as there are ways
/// to nest. Every state can be completed.
struct PatternText: Hashable {
  /// What is remembered of a text.
  enum Memory: Hashable {
    /// All that decides.
    case all
    /// Neither the names of groups, nor which code point beyond ASCII stands in a class: it counts as U+0080.
    case some
    /// As `some`, before anything has come that would have to be remembered.
    case allSoFar
    /// As `some`, and no text goes on with anything that would have to be remembered.
    case none
  }

  /// Where in the grammar a text stands.
  enum Mode: Hashable {
    /// Between terms.
    case term(Repeatable)
    /// After `{` and some digits, which may become a quantifier or stand for themselves.
    case braces(Braces)
    /// After a backslash outside of classes.
    case escape
    /// After `\k`.
    case reference
    /// After `(`.
    case group
    /// After `(?`.
    case groupKind
    /// After `(?<`.
    case angle
    /// Inside of `<…>`.
    case name(ContiguousArray<UInt32>, isReference: Bool)
    /// After `(?` and flags.
    case flags(Flags)
    /// After `[`.
    case classOpen
    /// Between the atoms of a class.
    case classBody
    /// After an atom of a class; nil for a set such as `\w`.
    case classAtom(UInt32?)
    /// After an atom and a hyphen.
    case classDash(UInt32?)
    /// After a backslash in a class.
    case classEscape(Place)
    /// Inside of an escape that stands for one code point.
    case codePoint(CodePointEscape, Place)
    /// After `\p` and so much of what follows it.
    case property(ContiguousArray<UInt8>, Place)
  }

  /// What a quantifier would repeat.
  enum Repeatable: Hashable {
    case nothing
    case atom
    /// A quantifier stands already, which `?` makes lazy.
    case quantified
  }

  struct Braces: Hashable {
    let repeats: Bool
    /// Counts above the parser's limit are all one.
    var minimum: Int?
    var hasComma = false
    var maximum: Int?
  }

  struct Flags: Hashable {
    var seen: Set<UInt32> = []
    var removes = false
  }

  /// What an escape is part of.
  enum Place: Hashable {
    case outside
    case classFirst
    /// The upper end of a range whose lower end this is; nil for a set.
    case classSecond(UInt32?)
  }

  var memory = Memory.all
  var mode = Mode.term(.nothing)
  /// Open groups, and whether each can be repeated once it is closed.
  var groups: [Bool] = []
  /// Names of groups, sorted.
  var names: [ContiguousArray<UInt32>] = []
  /// Names that are referred to and of which no group is named yet, sorted.
  var wanted: [ContiguousArray<UInt32>] = []

  /// Whether names, or ends of ranges, are under way that only `Memory.all` remembers.
  var needsMemory: Bool {
    switch mode {
    case .reference, .name: true
    case .classDash(let low): low == Self.wide
    default: false
    }
  }

  /// What code points beyond ASCII count as in classes.
  static let wide: UInt32 = 0x80

  /// Whether the text is a pattern as it stands.
  var isComplete: Bool {
    guard groups.isEmpty, wanted.isEmpty else { return false }
    return switch mode {
    case .term, .braces: true
    default: false
    }
  }
}
