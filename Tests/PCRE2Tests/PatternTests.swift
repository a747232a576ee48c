import Testing

@testable import PCRE2

@Suite struct PatternTests {
  @Test func findsTheFirstMatchFromAnOffset() throws {
    let pattern = try Pattern(#"\p{L}+"#)
    let text = "1 äpfel, Öl"
    #expect(try pattern.firstMatch(in: text.utf8.span) == 2..<8)
    #expect(try pattern.firstMatch(in: text.utf8.span, from: 8) == 10..<13)
    #expect(try pattern.firstMatch(in: text.utf8.span, from: text.utf8.count) == nil)
    #expect(try pattern.firstMatch(in: "".utf8.span) == nil)
  }

  @Test func lookbehindSeesWhatStandsBeforeTheOffset() throws {
    let pattern = try Pattern("(?<=a)b")
    #expect(try pattern.firstMatch(in: "ab".utf8.span, from: 1) == 1..<2)
  }

  @Test func findsSuccessiveMatches() throws {
    #expect(try Pattern("é|x").allMatches(in: "éxé".utf8.span) == [0..<2, 2..<3, 3..<5])
    // No match is empty directly after another: not at 2, not at 6.
    #expect(try Pattern("a*").allMatches(in: "aaébab".utf8.span) == [0..<2, 4..<4, 5..<6, 7..<7])
    #expect(try Pattern("").allMatches(in: "".utf8.span) == [0..<0])
  }

  @Test func optionsChangeTheReading() throws {
    #expect(try Pattern(#"^\w+$"#, options: .unicodeClasses).matches("日本"))
    #expect(try !Pattern(#"^\w+$"#).matches("日本"))
    #expect(try Pattern("a$").matches("a\n"))
    #expect(try !Pattern("a$", options: .dollarEndOnly).matches("a\n"))
    #expect(try !Pattern("^.$").matches("\n"))
    #expect(try Pattern("^.$", options: .dotAll).matches("\n"))
    #expect(try Pattern("^.$", options: .dollarEndOnly).matches("\r"))
    #expect(try Pattern("ÄB", options: .caseInsensitive).matches("äb"))
    #expect(try Pattern("a.\\E", options: .literal).firstMatch(in: "aba.\\E".utf8.span) == 2..<6)
    #expect(try Pattern("^b", options: .multiline).matches("a\nb"))
    #expect(try Pattern("a b # c", options: .extended).matches("ab"))
    #expect(try Pattern("b", options: .anchored).firstMatch(in: "ab".utf8.span) == nil)
    #expect(try Pattern("a", options: .endAnchored).firstMatch(in: "ab".utf8.span) == nil)
    #expect(try Pattern("[^]", options: .allowsEmptyClass).matches("\n"))
    #expect(try Pattern(#"^(?:(a)|b)\1$"#, options: .matchesUnsetReferences).matches("b"))
    #expect(try Pattern(#"^\u0041\u{1F600}$"#, options: .ecmaScriptEscapes).matches("A😀"))
  }

  @Test func refusesWrongPatternsWithAPlace() {
    let error = #expect(throws: PCRE2Error.self) { try Pattern("ab(c") }
    #expect(error == .invalidPattern(message: "missing closing parenthesis", offset: 4))
    #expect(throws: PCRE2Error.self) { try Pattern(#"\C"#) }
    #expect(throws: PCRE2Error.self) { try Pattern(#"\p{NoSuchScript}"#) }
  }

  @Test(arguments: [#"^(a+)+$"#, #"^(?:a|aa)+$"#, #"(*NO_JIT)^(a+)+$"#])
  func catastrophicBacktrackingEndsInAnError(text: String) throws {
    let pattern = try Pattern(text, matchLimit: 10_000)
    let subject = String(repeating: "a", count: 64) + "b"
    #expect(throws: PCRE2Error.matchLimit(10_000)) { try pattern.matches(subject) }
  }

  @Test func refusesSubjectsThatAreNotUTF8() throws {
    let pattern = try Pattern("a")
    let bytes: [UInt8] = [0x62, 0x62, 0xC3, 0x28]
    #expect(throws: PCRE2Error.invalidUTF8(offset: 2)) { try pattern.matches(bytes.span) }
    #expect(throws: PCRE2Error.invalidUTF8(offset: 2)) { try pattern.allMatches(in: bytes.span) }
  }

  /// More nesting than the JIT's 32 KiB stack holds.
  @Test func deepRecursionFallsBackToTheHeap() throws {
    let pattern = try Pattern(#"^(\((?:[^()]|(?1))*\))$"#)
    let depth = 5_000
    let text = String(repeating: "(", count: depth) + String(repeating: ")", count: depth)
    #expect(try pattern.matches(text))
  }

  @Test func longSubjectsTakeLinearTime() throws {
    let text = String(repeating: "word ", count: 400_000)
    #expect(try Pattern(#"\w+"#).allMatches(in: text.utf8.span).count == 400_000)
  }

  @Test func onePatternServesManyTasks() async throws {
    let pattern = try Pattern(#"(\d+)-\1"#)
    let found = try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask { try pattern.matches("x\(number)-\(number)y") }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(found == 64)
  }
}
