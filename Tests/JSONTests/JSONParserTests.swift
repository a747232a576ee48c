import JSON
import Testing

@Suite struct JSONParserTests {
  @Test func acceptsAndWrites() throws {
    for entry in try #require(CaseFile.read("accepted.json").arrayValue) {
      let text = try #require(entry["text"]?.stringValue)
      let written = try #require(entry["writes"]?.stringValue)
      let value = try JSONParser.parse(text)
      #expect(ExactString(JSONWriter.write(value)) == ExactString(written), "\(text.debugDescription)")
      #expect(try JSONParser.parse(written) == value, "\(text.debugDescription)")
    }
  }

  @Test func rejects() throws {
    for entry in try #require(CaseFile.read("rejected.json").arrayValue) {
      let bytes = try entry["hex"]?.stringValue.map(Self.bytes) ?? Array(#require(entry["text"]?.stringValue).utf8)
      let shown = String(decoding: bytes, as: UTF8.self).debugDescription
      let error = try #require(throws: JSONParseError.self, "\(shown)") { try JSONParser.parse(bytes: bytes) }
      #expect("\(error.reason)" == entry["reason"]?.stringValue, "\(shown)")
      #expect(error.offset == entry["offset"]?.integerValue, "\(shown)")
    }
  }

  @Test func duplicateKeysMayBeLetThrough() throws {
    let options = JSONParser.Options(rejectsDuplicateKeys: false)
    let value = try JSONParser.parse(#"{"a":1,"b":2,"\u0061":3}"#, options: options)
    #expect(JSONWriter.write(value) == #"{"a":3,"b":2}"#)
  }

  /// "é" and "e" with a combining accent are equal `String`s and different keys.
  @Test func keysAreCodePoints() throws {
    let value = try JSONParser.parse("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value["\u{E9}"]?.integerValue == 1)
    #expect(value["e\u{301}"]?.integerValue == 2)
  }

  @Test(arguments: [
    "1.0", "-0", "0.10", "1E400", "1e-400", "12345678901234567890123456789012345678901234567890", "1e+05",
  ])
  func numberTextIsKept(text: String) throws {
    #expect(try JSONParser.parse(" [ \(text) ] ").arrayValue?[0].numberValue?.text == text)
    #expect(JSONNumber(text: text)?.text == text)
  }

  @Test(arguments: ["", "-", "01", "1.", ".1", "1e", "+1", " 1", "1 ", "0x1", "NaN", "1,0", "１"])
  func noNumber(text: String) { #expect(JSONNumber(text: text) == nil) }

  @Test func stringBodies() throws {
    #expect(try JSONParser.parseString(body: #"a\u0062\n"#.utf8) == ExactString("ab\n"))
    #expect(throws: JSONParseError(.trailingContent, at: 3)) { try JSONParser.parseString(body: #"a"b"#.utf8) }
    #expect(throws: JSONParseError(.unexpectedEnd, at: 4)) { try JSONParser.parseString(body: #"a\"#.utf8) }
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var digits = hex.unicodeScalars.map { UInt8($0.properties.numericType == nil ? $0.value - 0x57 : $0.value - 0x30) }[
      ...]
    while let high = digits.popFirst(), let low = digits.popFirst() { bytes.append(high << 4 | low) }
    return bytes
  }
}
