import JSON
import Testing

@testable import Schema

/// The declared order of members, which is the schema's, whatever has been read before.
@Suite struct PropertyOrderTests {
  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "x": ["$ref": "#/$defs/second"], "y": ["allOf": [["$ref": "#/$defs/first"], ["$ref": "#/$defs/second"]]],
    ],
    "$defs": [
      "second": ["properties": ["c": ["type": "integer"], "b": ["type": "integer"]], "required": ["z", "b"]],
      "first": ["properties": ["d": ["type": "integer"], "a": ["type": "integer"]], "required": ["a"]],
    ],
  ]

  /// A schema's own keys first, then those of the schemas that it applies, in their order; required ones after declared
  /// ones, and all others at the end.
  @Test(arguments: [
    (#"{"y":{"d":1,"a":1,"c":1,"b":1,"z":1,"o":1}}"#, true),
    (#"{"x":{"c":1,"b":1,"z":1},"y":{"d":1,"a":1,"c":1,"b":1,"z":1,"o":1}}"#, true),
    (#"{"y":{"c":1,"b":1,"d":1,"a":1,"z":1}}"#, false),
    (#"{"x":{"c":1,"b":1,"z":1},"y":{"c":1,"b":1,"d":1,"a":1,"z":1}}"#, false),
    (#"{"x":{"c":1,"z":1,"b":1}}"#, false),
    (#"{"y":{"a":1,"b":1,"o":1,"z":1}}"#, false),
  ])
  func ordersAreTheSchemas(text: String, isTaken: Bool) throws {
    var run = try RecognizerRun(Self.schema, options: .generation)
    #expect(try run.accepts(text) == isTaken)
    // Again, now that everything has been seen.
    #expect(try run.accepts(text) == isTaken)
  }
}
