import JSON
import Tensors
import Testing

@testable import Qwen2

/// Angles against those of `transformers`, for the settings of published models and some at the edges
/// (`Fixtures/rotary.json`, made by `python/fixtures/rotary_tables.py`).
@Suite struct RotaryTests {
  private static func cases() throws -> [JSONValue] {
    try #require(try JSONParser.parse(bytes: FileMapping.read(path: Fixture.root + "/rotary.json")).arrayValue)
  }

  @Test func frequenciesAreTheReferences() throws {
    let cases = try Self.cases()
    #expect(cases.count == 8)
    for item in cases {
      let name = try #require(item["name"]?.stringValue)
      var fields = try #require(item["config"]?.objectValue)
      for (field, size) in [
        ("hidden_size", 512), ("num_hidden_layers", 1), ("num_attention_heads", 4), ("intermediate_size", 8),
        ("vocab_size", 8),
      ] as [(ExactString, Int)] {
        fields[field] = .number(JSONNumber(size))
      }
      let bytes = Array(JSONWriter.write(.object(fields)).utf8)
      let table = RotaryTable(try Qwen2Config(ConfigFile(path: "config.json", bytes: bytes)))
      let scale = try #require(item["scale"]?.numberValue?.double)
      #expect(abs(Double(table.scale) - scale) <= 1e-7 * scale, "\(name)")
      let expected = try #require(item["frequencies"]?.arrayValue).map { try #require($0.numberValue?.double) }
      #expect(table.frequencies.count == expected.count, "\(name)")
      for (pair, frequency) in table.frequencies.enumerated() {
        // The reference computes in f32.
        #expect(abs(Double(frequency) - expected[pair]) <= 1e-6 * expected[pair], "\(name), pair \(pair)")
      }
    }
  }
}
