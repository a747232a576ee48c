import Testing

@testable import Automata

/// Boolean combinations, emptiness, costs and witnesses.
@Suite struct RegexAlgebraTests {
  private static let patterns = [
    "^a*$", "^(?:ab)*$", "^[ab]{2,3}$", "^a", "b$", "a.b", "^[^a]+$", "^(?!.*aa)", "^\\d+$", "^$", "[]", "^.{0,2}$",
    "\\bb\\b", "^(?:a|bb|\u{E9}\u{1F600})$",
  ]

  private static let strings: [String] = {
    var all = [""]
    var last = [""]
    for _ in 0..<4 {
      last = last.flatMap { string in ["a", "b", "1", "\u{E9}"].map { string + $0 } }
      all += last
    }
    return all + ["\u{E9}\u{1F600}", "\n", "a\u{1F600}b"]
  }()

  @Test func combinationsAreBoolean() throws {
    var algebra = RegexAlgebra()
    var languages: [RegexID] = []
    for pattern in Self.patterns { languages.append(try algebra.search(RegexParser.parse(pattern))) }
    let verdicts = languages.map { language in Self.strings.map { algebra.accepts($0, language) } }
    for (i, first) in languages.enumerated() {
      let not = algebra.complement(first)
      #expect(Self.strings.map { algebra.accepts($0, not) } == verdicts[i].map { !$0 }, "not \(Self.patterns[i])")
      for (j, second) in languages.enumerated() where j >= i {
        let title = "\(Self.patterns[i]) with \(Self.patterns[j])"
        let both = algebra.intersection([first, second])
        let either = algebra.alternation([first, second])
        let onlyFirst = algebra.intersection([first, algebra.complement(second)])
        for (k, string) in Self.strings.enumerated() {
          let (left, right) = (verdicts[i][k], verdicts[j][k])
          if algebra.accepts(string, both) != (left && right) { Issue.record("\(title): and on \(string)") }
          if algebra.accepts(string, either) != (left || right) { Issue.record("\(title): or on \(string)") }
          if algebra.accepts(string, onlyFirst) != (left && !right) { Issue.record("\(title): but not on \(string)") }
        }
        try checkShortest(both, &algebra, title)
        try checkShortest(onlyFirst, &algebra, title + " (but not)")
        // De Morgan, by emptiness of the difference.
        let neither = algebra.complement(either)
        let apart = algebra.intersection([algebra.complement(first), algebra.complement(second)])
        try expectEqual(neither, apart, &algebra, title)
      }
    }
  }

  /// Sets that meet, before and behind a first character: the same languages as without a set, and one expression where
  /// they hold the same strings.
  @Test func givenStringsMeetInOneSet() throws {
    let sets = [["a"], ["b", "ab"], ["", "a", "ab"], ["ab", "aba", "b1"], ["\u{E9}", "ab"], ["1a"]]
    var algebra = RegexAlgebra()
    for first in sets {
      for second in sets {
        for rest in ["", "a"] {
          let (left, right) = (Self.behind(rest, of: first, &algebra), Self.behind(rest, of: second, &algebra))
          let (notLeft, notRight) = (algebra.complement(left), algebra.complement(right))
          let title = "\(first) with \(second) behind '\(rest)'"
          let both = algebra.intersection([left, right])
          let onlyLeft = algebra.intersection([left, notRight])
          let either = algebra.alternation([left, right])
          let leftOrNot = algebra.alternation([left, notRight])
          #expect(algebra.complement(both) == algebra.alternation([notLeft, notRight]), "\(title)")
          #expect(algebra.complement(either) == algebra.intersection([notLeft, notRight]), "\(title)")
          for string in Self.strings {
            let (isLeft, isRight) = (first.contains(rest + string), second.contains(rest + string))
            #expect(algebra.accepts(string, both) == (isLeft && isRight), "\(title): and on \(string)")
            #expect(algebra.accepts(string, onlyLeft) == (isLeft && !isRight), "\(title): but not on \(string)")
            #expect(algebra.accepts(string, either) == (isLeft || isRight), "\(title): or on \(string)")
            #expect(algebra.accepts(string, leftOrNot) == (isLeft || !isRight), "\(title): or not on \(string)")
          }
          if rest.isEmpty { #expect(both == algebra.literals(first.filter { second.contains($0) }), "\(title)") }
        }
      }
    }
  }

  private static func behind(_ text: String, of strings: [String], _ algebra: inout RegexAlgebra) -> RegexID {
    text.unicodeScalars.reduce(algebra.literals(strings)) { algebra.derivative($0, by: $1.value) }
  }

  @Test(arguments: [("^(?:a|bb|c1)$", ["a", "bb", "c1"]), ("^ab$", ["ab"]), ("^$", [""]), ("^a?b$", nil), ("^a", nil)])
  func textsOfFewStrings(pattern: String, texts: [String]?) throws {
    var algebra = RegexAlgebra()
    let language = try algebra.search(RegexParser.parse(pattern))
    #expect(algebra.texts(language, limit: 4)?.sorted() == texts)
    if let texts { #expect(algebra.texts(language, limit: texts.count - 1) == nil) }
  }

  /// Asked before the costs are known, which would answer it.
  @Test func inhabitedIsWhatHasAShortestString() throws {
    for first in Self.patterns {
      for second in Self.patterns {
        for isNegated in [false, true] {
          var algebra = RegexAlgebra()
          let (one, other) = (
            try algebra.search(RegexParser.parse(first)), try algebra.search(RegexParser.parse(second))
          )
          let both = algebra.intersection([one, isNegated ? algebra.complement(other) : other])
          let short = algebra.intersection([both, algebra.length(minimum: 0, maximum: 1)])
          for language in [short, both, algebra.concatenation(both, one)] {
            let isInhabited = try algebra.isInhabited(language)
            #expect(
              try isInhabited == (algebra.cost(of: language) < RegexAlgebra.unreachable),
              "\(first) with \(isNegated ? "not " : "")\(second)")
          }
        }
      }
    }
  }

  @Test func shortestStrings() throws {
    for (pattern, cost, witness) in [
      ("", 0, ""), ("^.{3}$", 3, nil), ("^\"$", 2, "\""), ("^\\n$", 2, "\n"), ("^\\x01$", 6, "\u{1}"),
      ("^\\u00e9{2}$", 4, "\u{E9}\u{E9}"), ("^\\u20ac$", 3, "\u{20AC}"), ("^\\u{1F600}$", 4, "\u{1F600}"),
      ("^(?:aaaa|\\u{1F600}\\u{1F600}|bbb)$", 3, "bbb"), ("^(?=.*x)(?=.*y).{4}$", 4, nil),
      ("^(?!a*$)(?!b*$)[ab]{1,}$", 2, nil),
      ("^(?=(?:..)*$)(?=(?:...)*$).+$", 6, nil), ("^[\\x00-\\x1f]$", 2, nil), ("^[\\uD7FF-\\uE001]$", 3, nil),
      ("^(?!.{0,99}$).*$", 100, nil), ("^(?=.{50,})[a-z]*$", 50, nil), ("^[\\x7f-\\xff]$", 1, "\u{7F}"),
      ("\\bx", 1, "x"),
    ] as [(String, Int32, String?)] {
      var algebra = RegexAlgebra()
      let language = try algebra.search(RegexParser.parse(pattern))
      #expect(try algebra.cost(of: language) == cost, "\(pattern)")
      try checkShortest(language, &algebra, pattern)
      if let witness { #expect(try algebra.witness(of: language) == witness.unicodeScalars.map(\.value), "\(pattern)") }
    }
  }

  @Test(arguments: [
    "[]", "a[]", "^(?=a)b", "a^", "$a", "^(?!a)a", "^(?=.{3}$).{2}$", "^(?=a*$)(?=b+$)", "\\b\\B", "^(?!.*)", "a\\bb",
    "a\\B ",
    "^(?=(?:..)*$).(?:..)*$",
  ])
  func emptyLanguages(pattern: String) throws {
    var algebra = RegexAlgebra()
    let language = try algebra.search(RegexParser.parse(pattern))
    #expect(try algebra.cost(of: language) == RegexAlgebra.unreachable)
    #expect(try algebra.witness(of: language) == [])
  }

  /// Costs are learned along a path; asking in another order must not change them.
  @Test func costsDoNotDependOnTheOrderOfQuestions() throws {
    for pattern in ["^(?=.*x)(?=.*y).{3,}$", "^(?!.*aa)(?=.*a.*a).*$", "^(?=(?:..)*$)(?=(?:...)*$).*$"] {
      var algebra = RegexAlgebra()
      let language = try algebra.search(RegexParser.parse(pattern))
      _ = try algebra.cost(of: language)
      for string in ["x", "y", "xy", "a", "ab", "aba", "axa", "aaaaa"] {
        var rest = language
        for scalar in string.unicodeScalars { rest = algebra.derivative(rest, by: scalar.value) }
        var fresh = RegexAlgebra()
        var freshRest = try fresh.search(RegexParser.parse(pattern))
        for scalar in string.unicodeScalars { freshRest = fresh.derivative(freshRest, by: scalar.value) }
        #expect(try algebra.cost(of: rest) == fresh.cost(of: freshRest), "\(pattern) after \(string)")
      }
    }
  }

  /// A witness is in the language and costs what is claimed, and no string that was tried is cheaper.
  private func checkShortest(_ language: RegexID, _ algebra: inout RegexAlgebra, _ title: String) throws {
    let cost = try algebra.cost(of: language)
    if cost < RegexAlgebra.unreachable {
      let witness = try algebra.witness(of: language)
      var rest = language
      for codePoint in witness { rest = algebra.derivative(rest, by: codePoint) }
      let isMember = algebra.isNullable(rest)
      #expect(isMember, "\(title): the witness \(witness) is in the language")
      #expect(witness.reduce(0) { $0 + CharacterCost.of($1) } == cost, "\(title): the witness \(witness) costs \(cost)")
      #expect(witness.reduce(0) { $0 + JSONCharacter.encode($1).count } == Int(cost), "\(title)")
    }
    for string in Self.strings where algebra.accepts(string, language) {
      let length = string.unicodeScalars.reduce(0) { $0 + CharacterCost.of($1.value) }
      if length < cost { Issue.record("\(title): \(string.debugDescription) is cheaper than \(cost)") }
    }
  }

  private func expectEqual(_ left: RegexID, _ right: RegexID, _ algebra: inout RegexAlgebra, _ title: String) throws {
    for difference in [
      algebra.intersection([left, algebra.complement(right)]), algebra.intersection([right, algebra.complement(left)]),
    ] {
      #expect(try algebra.cost(of: difference) == RegexAlgebra.unreachable, "\(title)")
    }
  }

  // MARK: Literal sets

  private static let sets: [[String]] = [
    ["a"], ["a", "b", "c"], ["a", "c"], ["", "a"], ["a", "ab", "abc", "b"], ["ab", "ac", "ad"], ["ab", "bb"],
    ["aa", "ab", "ba"],
    ["\u{0}", "\u{1}"], ["\u{10FFFE}", "\u{10FFFF}"], ["\u{D7FF}", "\u{E000}"], ["\u{E9}", "e\u{301}", "e"],
    ["a", "a"], [""],
    ["red", "green", "blue", "re", "r"], ["/", "0", "1", "2", ":"], ["\"", "\\", "!", "#"],
  ]

  /// A set of literals is the union of its strings, told by neighbouring characters, prefixes and all.
  @Test(arguments: sets)
  func literalsAreTheirUnion(strings: [String]) throws {
    var algebra = RegexAlgebra()
    let literals = algebra.literals(strings)
    var parts: [RegexID] = []
    for string in strings { parts.append(algebra.string(string)) }
    let union = algebra.alternation(parts)
    try expectEqual(literals, union, &algebra, "\(strings)")
    let members = Set(strings.map { Array($0.unicodeScalars) })
    // Each string, shortened, lengthened, and with each of its code points moved by one.
    var probes: Set<[Unicode.Scalar]> = members
    for member in members {
      for end in 0...member.count { probes.insert(Array(member[..<end])) }
      probes.insert(member + ["a"])
      for place in member.indices {
        for offset in [-2, -1, 1, 2] {
          guard let value = UInt32(exactly: Int(member[place].value) + offset), let scalar = Unicode.Scalar(value)
          else { continue }
          var moved = member
          moved[place] = scalar
          probes.insert(moved)
        }
      }
    }
    for probe in probes {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: probe)
      #expect(algebra.accepts(String(text), literals) == members.contains(probe), "\(strings) on \(text)")
      #expect(
        algebra.accepts(String(text), algebra.complement(literals)) != members.contains(probe), "\(strings) on \(text)")
    }
    let cheapest = members.map { $0.reduce(0) { $0 + CharacterCost.of($1.value) } }.min()
    #expect(try algebra.cost(of: literals) == cheapest)
  }

  @Test func membersOfARest() {
    var algebra = RegexAlgebra()
    let rest = algebra.derivative(algebra.literals(["ab", "abc", "ax", "b", "a\n"]), by: 0x61)
    let members = algebra.members(of: rest)
    #expect(members.map(\.text) == ["a\n", "ab", "abc", "ax"])
    #expect(members.map(\.rest) == [2, 1, 2, 1])
    #expect(algebra.literals([String]()) == .none)
  }

  /// A literal set meets patterns and lengths.
  @Test func literalsMeetPatterns() throws {
    var algebra = RegexAlgebra()
    let literals = algebra.literals(["red", "green", "blue", "grey"])
    let both = algebra.intersection([
      literals, try algebra.search(RegexParser.parse("e.$")), algebra.length(minimum: 4, maximum: 5),
    ])
    for string in ["red", "green", "blue", "grey", "gren"] {
      #expect(algebra.accepts(string, both) == (string == "green" || string == "grey"), "\(string)")
    }
    #expect(try algebra.cost(of: both) == 4)
  }
}
