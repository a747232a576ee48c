import JSON
import Testing

/// RFC 6901: §5's examples and what they leave out.
@Suite struct JSONPointerTests {
  @Test func cases() throws {
    let cases = try CaseFile.read("pointers.json")
    let document = try #require(cases["document"])
    for entry in try #require(cases["found"]?.arrayValue?.map(\.arrayValue)) {
      let text = try #require(entry?[0].stringValue)
      let pointer = try #require(JSONPointer(text: text), "\(text)")
      #expect(pointer.description == text)
      #expect(pointer.resolve(in: document) == (text.isEmpty ? document : entry?[1]), "\(text)")
    }
    for entry in try #require(cases["missing"]?.arrayValue) {
      let text = try #require(entry.stringValue)
      let pointer = try #require(JSONPointer(text: text), "\(text)")
      #expect(pointer.resolve(in: document) == nil, "\(text)")
    }
    for entry in try #require(cases["invalid"]?.arrayValue) {
      let text = try #require(entry.stringValue)
      #expect(JSONPointer(text: text) == nil, "\(text)")
    }
  }

  @Test func appending() {
    #expect(JSONPointer().appending("a/b~").appending(3).description == "/a~1b~0/3")
    #expect(JSONPointer(text: "/a~1b~0/3") == JSONPointer(["a/b~", "3"]))
  }
}
