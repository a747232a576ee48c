import JSON
import Schema
import Testing
import Tokenizer
import Verification

@testable import Masking

/// What the report says of lengths, against documents that the masks write; vocabularies with gaps.
@Suite struct ReportTests {
  @Test(arguments: try TestFiles.cases()) func lengthsHold(_ row: TestFiles.Case) throws {
    let vocabulary = try TestFiles.small.get()
    let report = EnforcementReport(schema: row.schema)
    #expect(report.verdict == .enforced, "\(report.refusals)")
    let shortest = try #require(report.shortest)
    let validator = try CompiledSchema(row.schema, options: SchemaOptions(formats: .assertion))
    #expect(try validator.isValid(JSONParser.parse(bytes: shortest)))
    let constraint = try TestFiles.constraint(row.schema, vocabulary)
    let tokens = try #require(try report.shortestTokens(in: vocabulary))
    // A budget of that many tokens does.
    _ = try Matcher(constraint, budget: tokens)
    #expect(throws: MaskingError.self) { try Matcher(constraint, budget: tokens - 1) }
    guard let longest = report.longestBytes else { return }
    var random = SplitMix64(seed: 13)
    for _ in 0..<20 {
      var matcher = try Matcher(constraint)
      while matcher.text.count <= longest {
        let allowed = try matcher.mask().allowedTokens.filter { !vocabulary.endTokens.contains($0) }
        if allowed.isEmpty { break }
        try matcher.accept(random.pick(allowed))
      }
      #expect(matcher.text.count <= longest, "\(String(decoding: matcher.text, as: UTF8.self))")
    }
  }

  @Test func refusedSchemasHaveNoTokens() throws {
    let report = EnforcementReport(schema: ["pattern": "(a)\\1"])
    #expect(report.verdict == .refused)
    #expect(try report.shortestTokens(in: TestFiles.small.get()) == nil)
  }

  /// A vocabulary has to spell each byte that JSON text can hold, and only these.
  @Test func gapsInTheVocabularyAreNamed() throws {
    for byte in UInt8.min...UInt8.max {
      let vocabulary = try Self.tokenizer(without: byte).vocabulary
      let end = [TokenID(vocabulary.count - 1)]
      // 0xC0, 0xC1 and what is above 0xF4 stand in no UTF-8; control characters are written as escapes.
      if byte < 0x20 || byte > 0xF4 || byte == 0xC0 || byte == 0xC1 {
        _ = try MaskingVocabulary(vocabulary, endTokens: end)
      } else {
        #expect(throws: MaskingError.unspellableBytes([byte])) {
          try MaskingVocabulary(vocabulary, endTokens: end)
        }
      }
    }
  }

  /// A byte-level tokenizer with a token for each byte but one.
  private static func tokenizer(without missing: UInt8) throws -> Tokenizer {
    var tokens = JSONObject()
    var others: UInt32 = 256
    for byte in UInt8.min...UInt8.max {
      // The alphabet of GPT-2: printable bytes stand for themselves, the others for code points from 256 on.
      let isPrintable = (33...126).contains(byte) || (161...172).contains(byte) || byte >= 174
      let scalar = try #require(Unicode.Scalar(isPrintable ? UInt32(byte) : others))
      if !isPrintable { others += 1 }
      if byte != missing { tokens[ExactString(String(Character(scalar)))] = .integer(tokens.count) }
    }
    return try Tokenizer(json: [
      "model": ["type": "BPE", "vocab": .object(tokens), "merges": []],
      "pre_tokenizer": ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false],
      "decoder": ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false],
      "added_tokens": [
        [
          "id": .integer(tokens.count), "content": "<|end|>", "single_word": false, "lstrip": false, "rstrip": false,
          "normalized": false, "special": true,
        ]
      ],
    ])
  }
}
