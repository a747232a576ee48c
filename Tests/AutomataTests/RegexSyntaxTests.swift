import Testing

@testable import Automata

@Suite struct RegexSyntaxTests {
  private func set(_ text: String) -> RegexSyntax { .set(CodePointSet(of: text)) }

  @Test func structure() throws {
    #expect(try RegexParser.parse("") == .empty)
    #expect(try RegexParser.parse("a|") == .alternation([set("a"), .empty]))
    #expect(
      try RegexParser.parse("^(a)(?:b){2,}?$")
        == .concatenation([
          .start, .group(set("a"), capture: 1),
          .repetition(.group(set("b"), capture: nil), minimum: 2, maximum: nil), .end,
        ]))
    #expect(
      try RegexParser.parse("(?=a)(?!a)")
        == .concatenation([
          .lookahead(set("a"), negated: false), .lookahead(set("a"), negated: true),
        ]))
    #expect(
      try RegexParser.parse("(?<=a)(?<!a)")
        == .concatenation([
          .lookbehind(set("a"), negated: false), .lookbehind(set("a"), negated: true),
        ]))
    #expect(
      try RegexParser.parse("\\k<x>(?<x>a)\\1")
        == .concatenation([
          .backreference(1), .group(set("a"), capture: 1), .backreference(1),
        ]))
    #expect(
      try RegexParser.parse("\\b\\B")
        == .concatenation([
          .wordBoundary(negated: false), .wordBoundary(negated: true),
        ]))
  }

  /// Pattern text and the one set of code points that it means.
  @Test(
    arguments: [
      ("\\d", CodePointSet.digit), ("[^\\d]", CodePointSet.digit.complement), ("\\x41", CodePointSet(of: "A")),
      ("\\u0041", CodePointSet(of: "A")), ("\\u{1F600}", CodePointSet(of: "😀")),
      ("\\uD83D\\uDE00", CodePointSet(of: "😀")),
      ("\\cJ", CodePointSet(of: "\n")), ("\\0", CodePointSet(of: "\0")), ("\\012", CodePointSet(of: "\n")),
      ("[\\b]", CodePointSet(of: "\u{8}")), ("[a-c-e]", CodePointSet(of: "abc-e")),
      ("[\\w-.]", CodePointSet.word.union(CodePointSet(of: "-."))),
      ("[]", CodePointSet()), ("[^]", CodePointSet.all), ("\\-", CodePointSet(of: "-")), ("\\/", CodePointSet(of: "/")),
      ("{", CodePointSet(of: "{")), ("]", CodePointSet(of: "]")), ("}", CodePointSet(of: "}")),
      ("[[]", CodePointSet(of: "[")),
      (".", CodePointSet.dot), ("[(?<x]", CodePointSet(of: "(?<x")), ("\\p{ASCII}", CodePointSet(0...0x7F)),
      ("\\p{Lu}", CodePointSet { $0.properties.generalCategory == .uppercaseLetter }),
      ("\\p{gc=Decimal_Number}", CodePointSet { $0.properties.generalCategory == .decimalNumber }),
      ("\\P{L}", CodePointSet { !$0.properties.isAlphabetic || $0.properties.generalCategory.rawLetter == false }),
      ("[\\p{Any}]", CodePointSet.all),
      ("[\\p{sc=Thai}--]", CodePointSet([0x2D...0x2D, 0xE01...0xE3A, 0xE40...0xE5B])),
    ] as [(String, CodePointSet)])
  func sets(pattern: String, expected: CodePointSet) throws {
    #expect(try RegexParser.parse(pattern) == .set(expected))
  }

  @Test func flags() throws {
    #expect(try RegexParser.parse("(?i:k)") == .group(set("kK\u{212A}"), capture: nil))
    #expect(try RegexParser.parse("(?s:.)") == .group(.set(.all), capture: nil))
    #expect(
      try RegexParser.parse("(?i:(?-i:k)s)")
        == .group(
          .concatenation([.group(set("k"), capture: nil), set("sS\u{17F}")]), capture: nil))
  }

  @Test(
    arguments: [
      ("(", .unterminatedGroup, 0), (")", .unmatchedClosingParenthesis, 0), ("[a", .unterminatedClass, 0),
      ("*", .nothingToRepeat, 0), ("a**", .nothingToRepeat, 2), ("{1}", .nothingToRepeat, 0),
      ("a{3,1}", .repetitionBoundsReversed(minimum: 3, maximum: 1), 1), ("a{100001}", .repetitionLimit(100_000), 1),
      ("a{99999999999999999999999}", .repetitionLimit(100_000), 1), ("[z-a]", .classRangeReversed, 1),
      ("\\Z", .unknownEscape("Z"), 0), ("\\A", .unknownEscape("A"), 0), ("\\a", .unknownEscape("a"), 0),
      ("\\", .unexpectedEnd, 1), ("\\x4", .invalidHexadecimalEscape, 0), ("\\u{110000}", .invalidHexadecimalEscape, 0),
      ("\\uD800", .loneSurrogate, 0), ("\\p{Nope}", .invalidProperty("Nope"), 2), ("(?i)a", .inlineFlags, 4),
      ("(?>a)", .unknownGroup, 3), ("(?P<x>a)", .unknownGroup, 3), ("(?<x>a)(?<x>b)", .duplicateGroupName("x"), 10),
      ("\\k<y>(?<x>a)", .unknownGroupName("y"), 3), ("(?<1>a)", .invalidGroupName, 3),
    ] as [(String, RegexSyntaxError.Reason, Int)])
  func errors(pattern: String, reason: RegexSyntaxError.Reason, offset: Int) {
    #expect(throws: RegexSyntaxError(reason, at: offset)) { try RegexParser.parse(pattern) }
  }

  @Test func nestingIsBounded() {
    let pattern = String(repeating: "(", count: 100_000)
    #expect(throws: RegexSyntaxError(.nestingLimit(200), at: 200)) { try RegexParser.parse(pattern) }
  }

  @Test func emission() throws {
    #expect(PCREEmitter.emit(try RegexParser.parse("^a[0-9]{2,3}(b)$")) == "\\Aa[0-9]{2,3}(?:b)\\z")
    #expect(PCREEmitter.emit(try RegexParser.parse("(a)\\1")) == "(?J)(?<g1>a)(?(<g1>)\\k<g1>)")
    #expect(PCREEmitter.emit(try RegexParser.parse("a{70000}")) == "a{65535}a{4465}")
  }
}

extension Unicode.GeneralCategory {
  fileprivate var rawLetter: Bool {
    switch self {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
