import JSON
import Schema
import Testing

/// Schemas and instances made to hurt: each gives a verdict or a named error.
@Suite struct HostileSchemaTests {
  private func nested(_ depth: Int, _ open: String, _ middle: String, _ close: String) throws -> JSONValue {
    try JSONParser.parse(
      String(repeating: open, count: depth) + middle + String(repeating: close, count: depth),
      options: .init(maximumDepth: 1_000_000))
  }

  private func root(_ pointer: [ExactString] = []) -> SchemaLocation {
    SchemaLocation(documentURI: "", pointer: JSONPointer(pointer))
  }

  @Test(arguments: [
    ##"{"$ref": "#"}"##, ##"{"allOf": [{"$ref": "#"}]}"##, ##"{"not": {"$ref": "#"}}"##,
    ##"{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}"##,
    ##"{"$dynamicAnchor": "x", "$dynamicRef": "#x"}"##,
    ##"{"properties": {"a": {"anyOf": [{"if": {"$ref": "#/properties/a"}}]}}, "required": ["a"]}"##,
  ])
  func referenceCyclesAreNamed(schema: String) throws {
    let compiled = try CompiledSchema(JSONParser.parse(schema))
    let error = #expect(throws: SchemaError.self) { try compiled.isValid(["a": 1]) }
    guard case .referenceCycle = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func recursionThatConsumesTheInstanceIsNoCycle() throws {
    let schema = try CompiledSchema(JSONParser.parse(##"{"items": {"$ref": "#"}, "type": "array"}"##))
    #expect(try schema.isValid(nested(500, "[", "", "]")))
    #expect(try !schema.isValid(nested(500, "[", "1", "]")))
  }

  @Test func depthIsBounded() throws {
    let schema = try CompiledSchema(JSONParser.parse(##"{"items": {"$ref": "#"}}"##))
    let instance = try nested(CompiledSchema.maximumDepth, "[", "", "]")
    #expect(throws: SchemaError.depthLimit(CompiledSchema.maximumDepth)) { try schema.isValid(instance) }
    #expect(throws: SchemaError.depthLimit(CompiledSchema.maximumDepth)) {
      let schema = try CompiledSchema(nested(CompiledSchema.maximumDepth, #"{"not":"#, "{}", "}"))
      return try schema.isValid(1)
    }
  }

  @Test func deepSchemasCompile() throws {
    let schema = try CompiledSchema(nested(1_500, #"{"items":"#, #"{"type":"string"}"#, "}"))
    #expect(try schema.isValid(nested(300, "[", "", "]")))
  }

  @Test func exponentialBranchesGiveUp() throws {
    // Each level tries the one below twice, and a failing leaf makes every path count.
    var text = #"{"type": "string"}"#
    for _ in 0..<60 { text = #"{"oneOf": [\#(text), {"type": "string", "maxLength": 0}]}"# }
    #expect(try !CompiledSchema(JSONParser.parse(text, options: .init(maximumDepth: 1_000))).isValid(1))
  }

  @Test func patternsThatBacktrackStillDecide() throws {
    // Exponential for a matcher that backtracks, linear for one that does not.
    let text = String(repeating: "a", count: 5_000)
    let schema = try CompiledSchema(["pattern": "^(a|aa|a*)*$"])
    #expect(try schema.isValid(.string(text)))
    #expect(try !schema.isValid(.string(text + "b")))
    // More copies than PCRE2 takes.
    let large = try CompiledSchema(["pattern": "^(a{1000}b?){90}$"])
    #expect(try large.isValid(.string(String(repeating: "a", count: 90_000))))
    #expect(try !large.isValid(.string(String(repeating: "a", count: 90_001))))
  }

  @Test func patternsBeyondBothMatchersAreNamed() throws {
    let error = #expect(throws: SchemaError.self) { try CompiledSchema(["pattern": "(?<=a+)b"]) }
    guard case .unsupportedPattern(let place, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == root(["pattern"]))
    let schema = try CompiledSchema(["pattern": "^(a|aa|a*)*\\1$"])
    #expect(throws: SchemaError.patternLimit(root(["pattern"]), pattern: "^(a|aa|a*)*\\1$")) {
      try schema.isValid(.string(String(repeating: "a", count: 5_000) + "b"))
    }
  }

  @Test func largeEnumsAndCounts() throws {
    let values = (0..<100_000).map { JSONValue.string("value \($0)") }
    let schema = try CompiledSchema(["enum": .array(values), "maxLength": 1_000_000_000])
    #expect(try schema.isValid("value 99999"))
    #expect(try !schema.isValid("value 100000"))
    let huge = try CompiledSchema(JSONParser.parse(#"{"maxItems": 1e400, "minimum": -1e1000000000}"#))
    #expect(try huge.isValid([1, 2]))
    #expect(try huge.isValid(JSONParser.parse("-1e999999999")))
    #expect(try !huge.isValid(JSONParser.parse("-1e1000000001")))
  }

  @Test(arguments: [
    (#"{"type": "text"}"#, "type"), (#"{"minLength": -1}"#, "minLength"), (#"{"multipleOf": 0}"#, "multipleOf"),
    (#"{"required": "a"}"#, "required"), (#"{"allOf": []}"#, "allOf"), (#"{"properties": []}"#, "properties"),
    (#"{"$ref": 1}"#, "$ref"), (#"{"maximum": "1"}"#, "maximum"), (#"{"uniqueItems": 1}"#, "uniqueItems"),
  ])
  func malformedKeywordsAreNamed(schema: String, keyword: ExactString) throws {
    let error = #expect(throws: SchemaError.self) { try CompiledSchema(JSONParser.parse(schema)) }
    guard case .invalidKeyword(let place, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place == root([keyword]))
  }

  @Test func malformedSchemasAndPatternsAreNamed() throws {
    #expect(throws: SchemaError.notASchema(root(["items"]), found: "number")) { try CompiledSchema(["items": 1]) }
    #expect(
      throws: SchemaError.invalidPattern(
        root(["pattern"]), pattern: "a(", reason: "a group without its ), at code point 1", offset: 1)
    ) { try CompiledSchema(["pattern": "a("]) }
  }
}
