import JSON
import Testing
import Tokenizer
import Verification

@testable import Masking
@testable import Schema

/// What a constraint remembers is bounded, however many documents it has seen.
@Suite struct RenewalTests {
  private static let limit = 1 << 20

  /// Thirty properties that may or may not come: every document leaves states that no other one needs.
  private func constraint(_ limit: Int) throws -> Constraint {
    var properties = JSONObject()
    for number in 0..<30 { properties[ExactString("field\(number)")] = ["type": "integer"] }
    let schema: JSONValue = ["type": "object", "properties": .object(properties), "additionalProperties": false]
    return try Constraint(
      SchemaDocument(schema, options: SchemaOptions()),
      vocabulary: MaskingVocabulary(.bytes, endTokens: [TokenID(256)]),
      options: .acceptance, renewalFootprint: limit)
  }

  private func text(_ random: inout SplitMix64) -> [UInt8] {
    let names = (0..<30).filter { _ in random.next() % 2 == 0 }.shuffled(using: &random)
    return Array("{\(names.map { "\"field\($0)\":\($0)" }.joined(separator: ","))}".utf8)
  }

  @Test func documentsWithoutEndLeaveItBounded() throws {
    let constraint = try constraint(Self.limit)
    var random = SplitMix64(seed: 1)
    var largest = 0
    var renewals = 0
    var last = ObjectIdentifier(try constraint.shared().automaton)
    for _ in 0..<150 {
      var matcher = try Matcher(constraint)
      for byte in text(&random) {
        let mask = try matcher.mask()
        #expect(mask[TokenID(Int(byte))])
        try matcher.accept(TokenID(Int(byte)))
      }
      #expect(try matcher.isAccepting)
      largest = max(largest, constraint.footprint)
      let shared = ObjectIdentifier(try constraint.shared().automaton)
      if shared != last { renewals += 1 }
      last = shared
    }
    #expect(renewals > 1)
    // A document goes on with what it began with, so the bound is passed by what one document needs.
    #expect(largest < 4 * Self.limit)
  }

  @Test func whatIsUnderWayKeepsItsOwn() throws {
    let constraint = try constraint(Self.limit)
    var random = SplitMix64(seed: 2)
    let long = Array(#"{"field3":12,"field0":4"#.utf8)
    var early = try Matcher(constraint)
    #expect(try early.accept(bytes: long) == long.count)
    let before = try early.mask()
    let first = try constraint.shared().automaton
    while try constraint.shared().automaton === first {
      var matcher = try Matcher(constraint)
      for byte in text(&random) {
        _ = try matcher.mask()
        try matcher.accept(TokenID(Int(byte)))
      }
    }
    #expect(try early.mask() == before)
    var late = try Matcher(constraint)
    #expect(try late.accept(bytes: long) == long.count)
    #expect(try late.mask() == before)
    #expect(try early.accept(bytes: Array(#","field1":1}"#.utf8)) == 12)
    #expect(try early.isAccepting)
  }
}
