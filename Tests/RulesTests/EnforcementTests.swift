import JSON
import Schema
import Testing

@testable import Rules

/// Rules as schemas, judged by the validator of the schema room.
@Suite struct EnforcementTests {
  private let variables = RuleVariables(request: .null, now: Timestamp(seconds: 0))

  /// A schema that took a rule over accepts exactly what the rule accepts.
  @Test func sameVerdicts() throws {
    for group in try #require(TestFiles.cases("enforcement.json").arrayValue) {
      let schema = try #require(group["schema"])
      let outputs = try #require(group["outputs"]?.arrayValue)
      let plain = try CompiledSchema(schema)
      for output in outputs { #expect(try plain.validate(output).isValid, "\(JSONWriter.write(output))") }
      for kind in ["enforced", "rounded"] as [ExactString] {
        for expression in try #require(group[kind]?.arrayValue).compactMap(\.stringValue) {
          let set = try RuleSet([Rule(id: "rule", expression: expression)], schema: schema)
          if kind == "rounded" { #expect(set.enforcement().enforced.isEmpty, "\(expression)") }
          let enforcement = set.enforcement(allowsRounding: kind == "rounded")
          #expect(enforcement.enforced.count == 1, "\(expression)")
          let compiled = try CompiledSchema(enforcement.schema)
          for output in outputs {
            let accepts = set.judge(output, variables).accepts
            #expect(
              try compiled.validate(output).isValid == accepts,
              "\(expression) on \(JSONWriter.write(output)): \(JSONWriter.write(enforcement.schema))")
          }
        }
      }
      for expression in try #require(group["refused"]?.arrayValue).compactMap(\.stringValue) {
        let set = try RuleSet([Rule(id: "rule", expression: expression)], schema: schema)
        let enforcement = set.enforcement(allowsRounding: true)
        #expect(enforcement.enforced.isEmpty, "\(expression)")
        #expect(enforcement.schema == schema)
      }
    }
  }

  /// Rules that a schema carries are said where they stand; those that only flag, nowhere.
  @Test func places() throws {
    let schema: JSONValue = [
      "properties": ["a": ["$ref": "#/$defs/a"]],
      "$defs": ["a": ["type": ["integer", "null"], "x-kubernetes-validations": [["rule": "self > 0"]]]],
    ]
    let rule = Rule(id: "flag", expression: "has(self.a)", severity: .flag)
    let enforcement = try RuleSet([rule], schema: schema).enforcement()
    #expect(enforcement.enforced.map(\.id) == ["#/$defs/a/x-kubernetes-validations/0"])
    let compiled = try CompiledSchema(enforcement.schema)
    let verdicts = try [#"{"a":1}"#, #"{"a":0}"#, #"{"a":null}"#, "{}"].map { text in
      try compiled.validate(JSONParser.parse(text)).isValid
    }
    #expect(verdicts == [true, false, true, true])
  }

  @Test func oldDraftsStay() throws {
    let schema = try JSONParser.parse(#"{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}"#)
    let enforcement = try RuleSet([Rule(id: "a", expression: "has(self.a)")], schema: schema).enforcement()
    #expect(enforcement.schema == schema && enforcement.enforced.isEmpty)
  }
}
