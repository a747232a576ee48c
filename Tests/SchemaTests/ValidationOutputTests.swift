import JSON
import Schema
import Testing

@Suite struct ValidationOutputTests {
  /// Instance location, keyword location and absolute keyword location of each violation.
  private func places(_ schema: String, _ instance: String) throws -> [[String]] {
    let result = try CompiledSchema(JSONParser.parse(schema), uri: "https://example.com/s.json")
      .validate(JSONParser.parse(instance))
    return result.violations.map {
      [$0.instanceLocation.description, $0.keywordLocation.description, $0.absoluteKeywordLocation.description]
    }
  }

  @Test func locationsFollowReferencesAndStayAbsolute() throws {
    let schema = ##"""
      {"$defs": {"point": {"properties": {"x": {"type": "integer"}}, "required": ["x", "y"]}},
       "items": {"$ref": "#/$defs/point"}}
      """##
    #expect(
      try places(schema, #"[{"x": 1, "y": 2}, {"x": "a/b"}]"#) == [
        [
          "/1", "/items/$ref/required", "https://example.com/s.json#/$defs/point/required",
        ],
        [
          "/1/x", "/items/$ref/properties/x/type", "https://example.com/s.json#/$defs/point/properties/x/type",
        ],
      ])
  }

  @Test func branchesThatNeedNotHoldAreSilent() throws {
    #expect(try places(#"{"anyOf": [{"type": "string"}, {"minimum": 3}]}"#, "5").isEmpty)
    #expect(
      try places(#"{"anyOf": [{"type": "string"}, {"minimum": 3}]}"#, "1").map { $0[1] }
        == ["/anyOf/0/type", "/anyOf/1/minimum", "/anyOf"])
    #expect(try places(#"{"not": {"type": "number"}}"#, "1").map { $0[1] } == ["/not"])
    #expect(
      try places(#"{"if": {"type": "string"}, "else": {"minimum": 3}}"#, "1").map { $0[1] } == ["/else/minimum"])
    #expect(
      try places(#"{"additionalProperties": false}"#, #"{"a~/b": 1}"#) == [
        ["/a~0~1b", "/additionalProperties", "https://example.com/s.json#/additionalProperties"]
      ])
  }

  @Test func basicOutput() throws {
    let schema = try CompiledSchema(["minimum": 3])
    #expect(try schema.validate(5).basicOutput == ["valid": true])
    #expect(
      try schema.validate(1).basicOutput == [
        "valid": false,
        "errors": [
          [
            "keywordLocation": "/minimum", "absoluteKeywordLocation": "#/minimum", "instanceLocation": "",
            "error": "expected a number at least 3",
          ]
        ],
      ])
  }

  @Test func valuesAreEqualAsJSONSchemaSays() throws {
    let schema = try CompiledSchema(["const": ["a": 1, "b": [true, "e\u{301}"]]])
    #expect(try schema.isValid(JSONParser.parse("{\"b\": [true, \"e\u{301}\"], \"a\": 1.0}")))
    #expect(try !schema.isValid(JSONParser.parse("{\"b\": [true, \"\u{E9}\"], \"a\": 1}")))
    #expect(try !schema.isValid(JSONParser.parse("{\"b\": [1, \"e\u{301}\"], \"a\": 1}")))
  }
}
