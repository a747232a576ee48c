import JSON
import Schema
import Testing
import Tokenizer
import Verification

@testable import Masking

/// Masks against an oracle that tries every token, and the promises of the matcher.
@Suite struct MaskingTests {
  /// Whether the document can go on with each token, found by stepping the token's bytes one by one.
  private static func oracle(_ matcher: Matcher, _ vocabulary: MaskingVocabulary) throws -> TokenBitmask {
    var mask = TokenBitmask(vocabularySize: vocabulary.size)
    for index in 0..<vocabulary.size {
      let token = TokenID(index)
      if vocabulary.endTokens.contains(token) {
        mask[token] = try matcher.isAccepting
        continue
      }
      let bytes = vocabulary.bytes(of: token)
      if bytes.isEmpty { continue }
      var copy = matcher
      mask[token] = try copy.accept(bytes: bytes) == bytes.count
    }
    return mask
  }

  @Test(arguments: try TestFiles.cases()) func masksEqualTheOracle(_ row: TestFiles.Case) throws {
    let vocabulary = try TestFiles.small.get()
    var random = SplitMix64(seed: 3)
    for _ in 0..<2 {
      var matcher = try Matcher(TestFiles.constraint(row.schema, vocabulary), budget: 60)
      while !matcher.isFinished, matcher.count < 60 {
        let mask = try matcher.mask()
        if random.next() % 3 == 0 {
          let expected = try Self.oracle(matcher, vocabulary)
          #expect(mask == expected, "after \(String(decoding: matcher.text, as: UTF8.self))")
        }
        let allowed = try matcher.mask(remaining: 60 - matcher.count).allowedTokens
        if allowed.isEmpty { break }
        try matcher.accept(random.pick(allowed))
      }
    }
  }

  /// The same with 151,936 rows of logits, at a few states.
  @Test func masksEqualTheOracleOnALargeVocabulary() throws {
    let vocabulary = try TestFiles.large.get()
    for row in try TestFiles.cases().prefix(3) {
      var matcher = try Matcher(TestFiles.constraint(row.schema, vocabulary))
      var random = SplitMix64(seed: 5)
      for _ in 0..<2 {
        let open = try matcher.mask().allowedTokens.filter { !vocabulary.endTokens.contains($0) }
        if open.isEmpty { break }
        try matcher.accept(random.pick(open))
      }
      #expect(try matcher.mask() == Self.oracle(matcher, vocabulary), "\(row)")
    }
  }

  /// Every budget from the shortest document's on is kept, and what is written is valid.
  @Test(arguments: try TestFiles.cases()) func budgetsAreKept(_ row: TestFiles.Case) throws {
    let vocabulary = try TestFiles.small.get()
    let constraint = try TestFiles.constraint(row.schema, vocabulary)
    let validator = try CompiledSchema(row.schema, options: SchemaOptions(formats: .assertion))
    let needed = try Matcher(constraint).completionTokens().count
    if needed > 1 {
      #expect(throws: MaskingError.budgetTooSmall(given: needed - 1, needed: needed)) {
        try Matcher(constraint, budget: needed - 1)
      }
    }
    var random = SplitMix64(seed: 7)
    for budget in needed..<(needed + 12) {
      for _ in 0..<4 {
        var matcher = try Matcher(constraint, budget: budget)
        while !matcher.isFinished, matcher.count < budget {
          let allowed = try matcher.mask(remaining: budget - matcher.count).allowedTokens
          let isComplete = try matcher.isAccepting
          #expect(!allowed.isEmpty || isComplete)
          if allowed.isEmpty { break }
          try matcher.accept(random.pick(allowed))
        }
        let isComplete = try matcher.isAccepting
        let text = String(decoding: matcher.text, as: UTF8.self)
        #expect(isComplete || matcher.isFinished, "\(text) within \(budget)")
        // The parser refuses duplicate keys, so these are found too.
        #expect(try validator.isValid(JSONParser.parse(text)), "\(text)")
      }
    }
  }

  @Test(arguments: try TestFiles.cases()) func rollbackRestoresMasks(_ row: TestFiles.Case) throws {
    let vocabulary = try TestFiles.small.get()
    var matcher = try Matcher(TestFiles.constraint(row.schema, vocabulary), budget: 80)
    var random = SplitMix64(seed: 11)
    var seen: [(mask: TokenBitmask, text: [UInt8])] = []
    while !matcher.isFinished, matcher.count < 20 {
      let mask = try matcher.mask()
      if mask.isEmpty { break }
      seen.append((mask, matcher.text))
      let allowed = try matcher.mask(remaining: 80 - matcher.count).allowedTokens
      try matcher.accept(random.pick(allowed))
    }
    while !seen.isEmpty {
      let count = min(seen.count, 1 + Int(random.next() % 3))
      matcher.rollback(count)
      let expected = seen[seen.count - count]
      seen.removeLast(count)
      #expect(matcher.text == expected.text)
      #expect(try matcher.mask() == expected.mask)
    }
  }

  @Test func rejectedTokensChangeNothing() throws {
    let vocabulary = try TestFiles.small.get()
    var matcher = try Matcher(TestFiles.constraint(["type": "boolean"], vocabulary))
    let quote = try #require(vocabulary.vocabulary.id(of: "\""))
    let end = vocabulary.endTokens[0]
    let before = try matcher.mask()
    for token in [quote, end, TokenID(1_000_000)] {
      #expect(throws: MaskingError.tokenRejected(token)) { try matcher.accept(token) }
    }
    #expect(matcher.count == 0)
    #expect(try matcher.mask() == before)
  }

  @Test func forcedTokens() throws {
    let vocabulary = try TestFiles.small.get()
    var matcher = try Matcher(TestFiles.constraint(["const": nil], vocabulary))
    _ = try matcher.accept(bytes: "nul".utf8)
    #expect(try matcher.mask().onlyToken.map { Array(vocabulary.bytes(of: $0)) } == Array("l".utf8))
    _ = try matcher.accept(bytes: "l".utf8)
    #expect(try matcher.mask().onlyToken == vocabulary.endTokens[0])
  }

  @Test func refusalsNameTheKeyword() throws {
    let vocabulary = try TestFiles.small.get()
    let schema: JSONValue = ["properties": ["a/b": ["pattern": "(a)\\1"]]]
    let error = #expect(throws: MaskingError.self) { try TestFiles.constraint(schema, vocabulary) }
    guard case .schema(.unsupportedPattern(let place, _, _))? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place.pointer.description == "/properties/a~1b/pattern")
  }

  @Test(arguments: [
    ##"{"type": "string", "minLength": 3, "maxLength": 2}"##, ##"{"enum": [1, "a"], "type": "null"}"##, "false",
    ##"{"type": "object", "required": ["a"], "properties": {"a": false}}"##,
    ##"{"type": "array", "items": {"$ref": "#"}, "minItems": 1}"##,
    ##"{"type": "string", "pattern": "^a$", "minLength": 2}"##,
    ##"{"type": "integer", "exclusiveMinimum": 1, "exclusiveMaximum": 2}"##,
    ##"{"type": "object", "propertyNames": {"enum": ["a", "b"]}, "minProperties": 3}"##,
  ]) func unsatisfiableSchemasAreRefused(_ text: String) throws {
    let vocabulary = try TestFiles.small.get()
    let error = #expect(throws: MaskingError.self) {
      try TestFiles.constraint(JSONParser.parse(text), vocabulary)
    }
    guard case .schema(.unsatisfiable)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
