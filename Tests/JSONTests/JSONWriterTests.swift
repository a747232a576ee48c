import JSON
import Testing

@Suite struct JSONWriterTests {
  private static let value: JSONValue = [
    "a": 1, "b": [true, nil, "x\"y\\z\u{1}\u{7F}\u{E9}\u{1F600}"], "c": [:], "d": [],
  ]

  @Test func styles() {
    #expect(
      JSONWriter.write(Self.value)
        == "{\"a\":1,\"b\":[true,null,\"x\\\"y\\\\z\\u0001\u{7F}\u{E9}\u{1F600}\"],\"c\":{},\"d\":[]}")
    #expect(
      JSONWriter.write(Self.value, style: .spaced)
        == "{\"a\": 1, \"b\": [true, null, \"x\\\"y\\\\z\\u0001\u{7F}\u{E9}\u{1F600}\"], \"c\": {}, \"d\": []}")
    #expect(
      JSONWriter.write(["a": 1, "b": [1, 2], "c": [:], "d": []], style: .pretty)
        == "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": {},\n  \"d\": []\n}")
    #expect(
      JSONWriter.write("\u{E9}\u{20AC}\u{1F600}\u{10FFFF}", style: .init(escapesNonASCII: true))
        == #""\u00e9\u20ac\ud83d\ude00\udbff\udfff""#)
  }

  /// Every scalar value survives, written plainly and with escapes.
  @Test func everyScalarComesBack() throws {
    for escapes in [false, true] {
      for first in stride(from: UInt32(0), through: 0x10FFFF, by: 0x1000) {
        var scalars = String.UnicodeScalarView()
        // Every 7th of a block and both of its ends.
        for value in stride(from: first, to: first + 0x1000, by: 7) { Unicode.Scalar(value).map { scalars.append($0) } }
        Unicode.Scalar(first + 0xFFF).map { scalars.append($0) }
        let value = JSONValue.string(ExactString(String(scalars)))
        let text = JSONWriter.write(value, style: .init(escapesNonASCII: escapes))
        #expect(try JSONParser.parse(text) == value, "block \(first)")
        if escapes { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
      }
    }
  }

  @Test(arguments: [
    0, -0.0, 1, -1.5, 0.1, 1e21, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 9_007_199_254_740_992,
  ])
  func doublesComeBack(value: Double) throws {
    let text = JSONWriter.write(.number(JSONNumber(value)))
    #expect(try JSONParser.parse(text).numberValue?.double == value)
  }
}
