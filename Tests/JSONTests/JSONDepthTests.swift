import JSON
import Testing

@Suite struct JSONDepthTests {
  private static func nested(_ depth: Int, _ open: String, _ close: String) -> String {
    String(repeating: open, count: depth) + String(repeating: close, count: depth)
  }

  /// Openings and closings, and how many levels they are.
  @Test(arguments: [("[", "]", 1), (#"{"a":["#, "]}", 2)])
  func edgeOfTheLimit(open: String, close: String, levels: Int) throws {
    for limit in [0, 2, 64, 512] {
      let options = JSONParser.Options(maximumDepth: limit)
      if limit > 0 { _ = try JSONParser.parse(Self.nested(limit / levels, open, close), options: options) }
      let text = Self.nested(limit / levels + 1, open, close)
      #expect(throws: JSONParseError(.depthLimit(limit), at: limit / levels * open.utf8.count)) {
        try JSONParser.parse(text, options: options)
      }
    }
  }

  @Test func siblingsDoNotAddUp() throws {
    let text = "[" + Array(repeating: "[[]]", count: 100).joined(separator: ",") + "]"
    _ = try JSONParser.parse(text, options: JSONParser.Options(maximumDepth: 3))
  }

  @Test func hostileNestingIsAnError() {
    #expect(throws: JSONParseError(.depthLimit(512), at: 512)) {
      try JSONParser.parse(String(repeating: "[", count: 1_000_000))
    }
  }
}
