import Testing

@testable import JSON

/// Objects that stand in several texts.
@Suite struct JSONPartsTests {
  private func object(_ number: Int, _ filler: String = "x") -> String {
    #"{"number": \#(number), "text": ""# + String(repeating: filler, count: 300) + #""}"#
  }

  @Test func theSameTextIsTheSameValue() throws {
    let parts = JSONParts()
    let first = try JSONParser.parse(bytes: Array("[\(object(1)), \(object(2))]".utf8), parts: parts)
    let text = "[\(object(3)), \(object(2)), \(object(1))]"
    let second = try JSONParser.parse(bytes: Array(text.utf8), parts: parts)
    #expect(try second == JSONParser.parse(text))
    let (ours, theirs) = (first.arrayValue!, second.arrayValue!)
    #expect(ours[0].objectValue!.storage == theirs[2].objectValue!.storage)
    #expect(ours[1].objectValue!.storage == theirs[1].objectValue!.storage)
  }

  @Test func whatOnlyBeginsAlikeIsRead() throws {
    let parts = JSONParts()
    _ = try JSONParser.parse(bytes: Array("[\(object(1))]".utf8), parts: parts)
    // The same for longer than what it is looked for by.
    let text = "[" + object(1).dropLast(3) + #"y", "more": true}]"#
    #expect(try JSONParser.parse(bytes: Array(text.utf8), parts: parts) == JSONParser.parse(text))
  }

  @Test func errorsAreTheSame() throws {
    let parts = JSONParts()
    _ = try JSONParser.parse(bytes: Array("[\(object(1))]".utf8), parts: parts)
    for text in ["[\(object(1))", "[\(object(1))}", "[\(object(1)), ]", "[\(object(1).dropLast())]"] {
      var expected: JSONParseError?
      do { _ = try JSONParser.parse(text) } catch { expected = error }
      let error = try #require(expected)
      #expect(throws: error) { try JSONParser.parse(bytes: Array(text.utf8), parts: parts) }
    }
  }

  @Test func itIsBounded() throws {
    let parts = JSONParts(sizeLimit: 4_000)
    for number in 0..<100 { _ = try JSONParser.parse(bytes: Array("[\(object(number))]".utf8), parts: parts) }
    #expect(parts.size <= 2_000)
  }
}
