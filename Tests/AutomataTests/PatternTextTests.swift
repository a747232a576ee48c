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
      // The one thing that is not looked at: which of two code points beyond ASCII comes first.
      if case .classRangeReversed = error.reason, text.unicodeScalars.contains(where: { $0.value > 0x7F }) {
        return true
      }
      return false
    }
  }

  @Test func agreesWithTheParser() {
    var accepted = 0
    for text in Self.texts(40_000) {
      let expected = Self.isPattern(text)
      if expected { accepted += 1 }
      let found = PatternReader.accepts(text)
      if found != expected {
        // Where a reversed range beyond ASCII is followed by something else that is wrong, the parser stops earlier.
        if expected, !found, text.unicodeScalars.contains(where: { $0.value > 0x7F }) { continue }
        Issue.record("\(text): found is \(found)")
      }
    }
    #expect(accepted > 2_000)
  }

  @Test func everyBeginningCanBeCompleted() throws {
    var algebra = RegexAlgebra()
    let start = algebra.patternTexts()
    var seen: Set<RegexID> = []
    for text in Self.texts(600) {
      var state = start
      var read = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        state = algebra.derivative(state, by: scalar.value)
        if state == .none { break }
        read.append(scalar)
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

  @Test(arguments: [
    ("^a+$", true), ("a**", false), ("[z-a]", false), ("[\\u{7a}-a]", false), ("(?<a>)(?<a>)", false),
    ("\\k<b>", false),
    ("\\k<b>(?<b>)", true), ("(?<=a)*", false), ("(?=a)*", true), ("\\p{Script_Extensions=Latn}", true), ("", true),
    ("(?m:^*)", false), ("[\\ud83d\\ude00-\\ud83d\\ude01]", true), ("[\\ud83d\\ude01-\\ud83d\\ude00]", false),
    ("[é-a]", false),
  ])
  func knows(text: String, isPattern: Bool) { #expect(PatternReader.accepts(text) == isPattern) }
}
