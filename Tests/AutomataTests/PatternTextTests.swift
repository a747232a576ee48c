import Testing

@testable import Automata

/// The texts that `format: regex` takes, code point by code point, against the parser that reads them whole.
@Suite struct PatternTextTests {
  /// Pieces of patterns, so that random texts come to all of the grammar.
  private static let pieces =
    [
      "a", "z", "-", "]", "[", "[^", "(", ")", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", "(?<né>", "(?<", ">",
      "\\k<n>",
      "\\k<né>", "\\k", "*", "+", "?", "{", "}", "{2}", "{2,", "{3,1}", "{1,3}", "{100001}", ",", "1", "9", "0", "|",
      "^", "$", ".",
      "\\", "\\d", "\\W", "\\b", "\\B", "\\A", "\\c", "\\cJ", "\\x", "\\x4", "\\x7a", "\\u", "\\u00", "\\u0041",
      "\\ud83d",
      "\\ude00", "\\ud8", "\\udc", "\\u{", "\\u{1F600}", "\\u{d800}", "\\u{110000}", "\\1", "\\12", "\\377", "\\8",
      "\\0",
      "\\p", "\\p{", "\\p{L}", "\\P{Lu}", "\\p{Script=Greek}", "\\p{sc=Grek}", "\\p{Script=greek}", "\\p{Greek}",
      "\\p{gc=",
      "(?i:", "(?i-s:", "(?-:", "(?ii:", "(?i)", "(?m:^", "é", "水", "😀", "\\é", "\\-", "\\]", "_", ":", "=", "!", "<",
      "n",
    ]

  private static func texts(_ count: Int) -> [String] {
    var random = SplitMix(seed: 7)
    return (0..<count).map { _ in
      (0..<(1 + Int.random(in: 0..<9, using: &random))).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
    }
  }

  private static func isPattern(_ text: String) -> Bool {
    do throws(RegexSyntaxError) {
      _ = try RegexParser.parse(text)
      return true
    } catch {
      return false
    }
  }

  @Test func agreesWithTheParser() {
    var accepted = 0
    for text in Self.texts(40_000) {
      let expected = Self.isPattern(text)
      if expected { accepted += 1 }
      let found = PatternReader.accepts(text)
      if found != expected { Issue.record("\(text): found is \(found)") }
    }
    #expect(accepted > 2_000)
  }

  @Test func everyBeginningCanBeCompleted() throws {
    var algebra = RegexAlgebra()
    var seen: Set<RegexID> = []
    for text in Self.texts(600) {
      var place = PatternText()
      var read = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        guard let next = place.step(scalar.value) else { break }
        place = next
        read.append(scalar)
        let state = algebra.patternText(place)
        guard seen.insert(state).inserted else { continue }
        // A cost that were wrong would show here: the witness has to have exactly that cost.
        let witness: [UInt32]
        do {
          witness = try algebra.witness(of: state)
        } catch {
          Issue.record("\(String(read)): \(error), for a cost of \(try algebra.cost(of: state))")
          continue
        }
        let completed = String(read) + String(String.UnicodeScalarView(witness.compactMap { Unicode.Scalar($0) }))
        #expect(PatternReader.accepts(completed), "\(String(read)) as \(completed)")
        let cost = try algebra.cost(of: state)
        #expect(witness.reduce(0) { $0 + CharacterCost.of($1) } == cost, "\(String(read))")
      }
    }
    #expect(seen.count > 400)
  }

  /// What the algebra's states leave to the predicate.
  @Test func predicateDecidesWhatStatesForget() throws {
    var algebra = RegexAlgebra()
    let start = algebra.patternTexts()
    var guarded = (accepted: 0, refused: 0, stopped: 0)
    for text in Self.texts(4_000) {
      var rest = start
      var read = ""
      for scalar in text.unicodeScalars {
        rest = algebra.derivative(rest, by: scalar.value)
        read.unicodeScalars.append(scalar)
        if try rest == .none || !algebra.canEnd(read, rest) { break }
      }
      let expected = PatternReader.accepts(text)
      let isRead = read.unicodeScalars.count == text.unicodeScalars.count
      let found = isRead && algebra.accepts(text, endingAt: rest)
      #expect(found == expected, "\(text)")
      if rest == .none { continue }
      if !isRead { guarded.stopped += 1 }
      if isRead, !algebra.isSettled(rest) {
        if found { guarded.accepted += 1 } else { guarded.refused += 1 }
      }
    }
    #expect(guarded.accepted > 0 && guarded.refused > 10 && guarded.stopped > 0, "\(guarded)")
  }

  @Test(arguments: [
    ("^a+$", true), ("a**", false), ("[z-a]", false), ("[\\u{7a}-a]", false), ("(?<a>)(?<a>)", false),
    ("\\k<b>", false),
    ("\\k<b>(?<b>)", true), ("(?<=a)*", false), ("(?=a)*", true), ("\\p{Script_Extensions=Latn}", true), ("", true),
    ("(?m:^*)", false), ("[\\ud83d\\ude00-\\ud83d\\ude01]", true), ("[\\ud83d\\ude01-\\ud83d\\ude00]", false),
    ("[é-a]", false), ("[é-à]", false), ("[à-é]", true), ("[水-😀]", true),
  ])
  func knows(text: String, isPattern: Bool) { #expect(PatternReader.accepts(text) == isPattern) }
}
