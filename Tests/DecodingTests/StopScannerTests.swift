import Testing

@testable import Decoding

@Suite struct StopScannerTests {
  private static func scan(_ pieces: [String], _ stops: [String]) -> (text: String, isFound: Bool) {
    var scanner = StopScanner(stops)
    var text = ""
    for piece in pieces { text += scanner.append(piece) }
    text += scanner.finish()
    return (text, scanner.isFound)
  }

  @Test(arguments: [
    (["abc"], ["x"], "abc", false), (["abc"], ["b"], "a", true), (["a", "b", "c"], ["bc"], "a", true),
    (["a", "b", "d"], ["bc"], "abd", false), (["ab"], ["bc"], "ab", false),
    (["aab", "aac"], ["aac"], "aab", true), (["abab", "ac"], ["abac"], "ab", true),
    (["xé", "y"], ["éy"], "x", true), (["abcd"], ["cd", "b"], "a", true), (["one", "two"], ["b", "et"], "on", true),
    (["abc"], ["abcd", "bc"], "a", true), (["abcd"], ["abcd", "bc"], "a", true), (["abc"], ["bc", "abc"], "", true),
    (["end", "!", "more"], ["!"], "end", true),
  ])
  func finds(pieces: [String], stops: [String], text: String, isFound: Bool) {
    let result = Self.scan(pieces, stops)
    #expect(result.text == text)
    #expect(result.isFound == isFound)
  }

  @Test func holdsBackOnlyWhatMayBeAStop() {
    var scanner = StopScanner(["END"])
    #expect(scanner.append("the E") == "the ")
    #expect(scanner.append("N") == "")
    #expect(scanner.append("d") == "ENd")
  }
}
