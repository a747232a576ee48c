import JSON
import Schema
import Testing

/// Random schemas from every keyword, with the verdicts of Python's jsonschema (`Cases/differential.py` made them).
@Suite struct DifferentialTests {
  private static let drafts: [String: Draft] = [
    "draft4": .draft4, "draft6": .draft6, "draft7": .draft7, "draft2019": .draft2019, "draft2020": .draft2020,
  ]

  @Test func verdictsAgree() throws {
    var verdicts = 0
    for line in try TestFiles.caseBytes("differential.jsonl").split(separator: UInt8(ascii: "\n")) {
      let entry = try JSONParser.parse(bytes: Array(line))
      let draft = try #require(entry["draft"]?.stringValue.flatMap { Self.drafts[$0] })
      let schema = try #require(entry["schema"])
      let compiled = try CompiledSchema(schema, options: SchemaOptions(defaultDraft: draft))
      for test in try #require(entry["tests"]?.arrayValue) {
        let data = try #require(test["data"])
        let result = try compiled.validate(data)
        verdicts += 1
        if result.isValid != test["valid"]?.boolValue {
          Issue.record(
            "\(draft) \(JSONWriter.write(schema)) on \(JSONWriter.write(data)): \(result.violations)")
        }
      }
    }
    #expect(verdicts > 2_000)
  }
}
