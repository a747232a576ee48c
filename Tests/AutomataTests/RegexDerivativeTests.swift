import JSON
import PCRE2
import Testing

@testable import Automata

/// The derivatives of a pattern against PCRE2's search for it.
@Suite struct RegexDerivativeTests {
  /// All strings of the alphabet up to this length are tried.
  private static let exhaustiveLength = 4

  @Test func searchesAgreeWithPCRE2() throws {
    var compared = 0
    for entry in try #require(CaseFile.read("patterns.json").arrayValue) {
      let text = try #require(entry["pattern"]?.stringValue)
      let syntax = try RegexParser.parse(text)
      var algebra = RegexAlgebra()
      let language: RegexID
      do {
        language = try algebra.search(syntax)
      } catch AutomatonError.unsupported(.lookbehind) {
        // A line's start asks what stands before it.
        #expect(text.contains("(?<=") || text.contains("(?m:"), "\(text)")
        continue
      }
      let pattern = try Pattern(PCREEmitter.emit(syntax))
      for string in Self.strings(of: entry) {
        compared += 1
        let expected = try pattern.matches(string)
        let found = algebra.accepts(string, language)
        if found != expected {
          Issue.record("\(text.debugDescription) on \(string.debugDescription): found is \(found)")
        }
      }
      // The language from start to end is the search between anchors.
      let whole = try algebra.whole(syntax)
      let anchored = try Pattern(PCREEmitter.emit(.concatenation([.start, .group(syntax, capture: nil), .end])))
      for string in Self.strings(of: entry) where try algebra.accepts(string, whole) != anchored.matches(string) {
        Issue.record("\(text.debugDescription) as a whole on \(string.debugDescription)")
      }
    }
    #expect(compared > 20_000)
  }

  /// The strings of the case, and all short ones of its alphabet.
  static func strings(of entry: JSONValue) -> [String] {
    let alphabet = Array((entry["alphabet"]?.stringValue ?? "ab\n").unicodeScalars)
    var strings = (entry["strings"]?.arrayValue ?? []).compactMap(\.stringValue) + [""]
    var last = [""]
    for _ in 0..<exhaustiveLength {
      last = last.flatMap { string in alphabet.map { string + String($0) } }
      strings += last
    }
    return strings
  }

  @Test(arguments: ["(a)\\1", "(?<=a)b", "(?<!a)b", "(?:(?!a)b){1025}"])
  func whatHasNoAutomatonIsRefused(text: String) throws {
    var algebra = RegexAlgebra()
    let syntax = try RegexParser.parse(text)
    #expect(throws: AutomatonError.self) { try algebra.search(syntax) }
  }
}

extension RegexAlgebra {
  mutating func accepts(_ string: String, _ language: RegexID) -> Bool {
    var rest = language
    for scalar in string.unicodeScalars { rest = derivative(rest, by: scalar.value) }
    return isNullable(rest)
  }
}
