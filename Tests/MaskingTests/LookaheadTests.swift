import JSON
import Schema
import Testing
import Tokenizer
import Verification

@testable import Masking

/// Several tokens at once: drafts, and tokens that need no model.
@Suite struct LookaheadTests {
  private static func matcher(_ schema: JSONValue, _ vocabulary: MaskingVocabulary) throws -> Matcher {
    try Matcher(TestFiles.constraint(schema, vocabulary))
  }

  private static func bytes() throws -> MaskingVocabulary {
    try MaskingVocabulary(.bytes, endTokens: [TokenID(256)])
  }

  private static func tokens(_ text: String) -> [TokenID] { text.utf8.map { TokenID(Int($0)) } }

  @Test func forcedTokensAreTheOnlyOnes() throws {
    let schema: JSONValue = [
      "type": "object", "properties": ["answer": ["enum": ["yes", "yet"]]], "required": ["answer"],
      "additionalProperties": false,
    ]
    var matcher = try Self.matcher(schema, try Self.bytes())
    let forced = try matcher.forcedTokens(limit: 100)
    #expect(forced == Self.tokens(#"{"answer":"ye"#))
    #expect(try matcher.forcedTokens(limit: 3) == Self.tokens(#"{"a"#))
    #expect(matcher.count == 0)
    #expect(matcher.text.isEmpty)
    #expect(matcher.accept(forced).taken == forced.count)
    #expect(try matcher.forcedTokens(limit: 100).isEmpty)
    #expect(matcher.accept(Self.tokens(#"s"}"#)).taken == 3)
    // Only the end token is left, and it is no text.
    #expect(try matcher.mask().onlyToken == TokenID(256))
    #expect(try matcher.forcedTokens(limit: 100).isEmpty)
  }

  /// With tokens of several bytes a forced text is not a forced token: `{"` may be one token or two.
  @Test func forcedTokensAgreeWithTheMasks() throws {
    let vocabulary = try TestFiles.small.get()
    for row in try TestFiles.cases() {
      var matcher = try Self.matcher(row.schema, vocabulary)
      var random = SplitMix64(seed: 11)
      while !matcher.isFinished, matcher.count < 20 {
        let forced = try matcher.forcedTokens(limit: 8)
        var copy = matcher
        for token in forced {
          #expect(try copy.mask().allowedTokens == [token], "\(row)")
          try copy.accept(token)
        }
        let next = try copy.mask()
        if forced.count < 8 {
          #expect(next.count != 1 || vocabulary.endTokens.contains(next.onlyToken!), "\(row)")
        }
        let allowed = try matcher.mask().allowedTokens
        if allowed.isEmpty { break }
        try matcher.accept(random.pick(allowed))
      }
    }
  }

  @Test func aBudgetForcesTokens() throws {
    var matcher = try Matcher(TestFiles.constraint(["type": "integer"], try Self.bytes()), budget: 1)
    #expect(try matcher.forcedTokens(limit: 4).isEmpty)
    matcher = try Matcher(TestFiles.constraint(["type": ["array", "object"]], try Self.bytes()), budget: 2)
    try matcher.accept(TokenID(Int(UInt8(ascii: "["))))
    #expect(try matcher.forcedTokens(remaining: 1, limit: 4) == Self.tokens("]"))
    #expect(try matcher.forcedTokens(remaining: 0, limit: 4).isEmpty)
    #expect(try matcher.forcedTokens(limit: 4).isEmpty)
  }

  @Test func draftsAreTakenUpToTheFirstWrongToken() throws {
    var matcher = try Self.matcher(["type": "array", "items": ["type": "boolean"]], try Self.bytes())
    #expect(try matcher.acceptableCount(of: Self.tokens("[true,fals,")) == 10)
    #expect(try matcher.acceptableCount(of: Self.tokens("[]") + [TokenID(256), TokenID(256)]) == 3)
    #expect(try matcher.acceptableCount(of: [TokenID(1_000_000)]) == 0)
    #expect(matcher.count == 0)
    let result = matcher.accept(Self.tokens("[true?"))
    #expect(result.taken == 5)
    #expect(result.error == .tokenRejected(TokenID(Int(UInt8(ascii: "?")))))
    #expect(matcher.text == Array("[true".utf8))
  }

  @Test func theOnlyTokenOfAMask() {
    var mask = TokenBitmask(vocabularySize: 100)
    #expect(mask.onlyToken == nil)
    mask[TokenID(70)] = true
    #expect(mask.onlyToken == TokenID(70))
    mask[TokenID(71)] = true
    #expect(mask.onlyToken == nil)
    mask[TokenID(70)] = false
    mask[TokenID(3)] = true
    #expect(mask.onlyToken == nil)
  }

  @Test func aVocabularyOfTexts() throws {
    let texts = (UInt8.min...UInt8.max).map { [$0] } + [Array("true".utf8), [], Array("true".utf8)]
    let vocabulary = try MaskingVocabulary(Vocabulary(texts: texts), endTokens: [TokenID(257)])
    var matcher = try Self.matcher(["const": true], vocabulary)
    // Two tokens of one text are both allowed.
    #expect(try matcher.mask().allowedTokens == [TokenID(Int(UInt8(ascii: "t"))), TokenID(256), TokenID(258)])
    try matcher.accept(TokenID(258))
    #expect(try matcher.mask().allowedTokens == [TokenID(257)])
  }
}
