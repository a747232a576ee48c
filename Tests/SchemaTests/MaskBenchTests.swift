import JSON
import Schema
import Testing

/// Verdicts on the schemas and instances of MaskBench, which were labelled independently. Formats are assertions there.
@Suite struct MaskBenchTests {
  /// Every so manieth schema is tried, from a different start in each case, so that all cases together try half of them.
  private static let stride = 8

  @Test(arguments: 0..<4)
  func verdictsAgree(start: Int) throws {
    let lines = try TestFiles.bytes(TestFiles.sharedPath("maskbench-dev.jsonl")).split(separator: UInt8(ascii: "\n"))
    var verdicts = 0
    for place in Swift.stride(from: start, to: lines.count, by: Self.stride) {
      let entry = try JSONParser.parse(bytes: Array(lines[place]))
      let id = try #require(entry["id"]?.stringValue)
      let tests = try #require(entry["tests"]?.arrayValue)
      do throws(SchemaError) {
        let schema = try CompiledSchema(entry["schema"] ?? .null, options: SchemaOptions(formats: .assertion))
        for (number, test) in tests.enumerated() {
          let result = try schema.validate(test["data"] ?? .null)
          verdicts += 1
          if result.isValid != test["valid"]?.boolValue {
            Issue.record("\(id), test \(number): \(result.isValid ? "wrongly accepted" : "\(result.violations)")")
          }
        }
      } catch {
        Issue.record("\(id): \(error)")
      }
    }
    #expect(verdicts > 1_000)
  }
}
