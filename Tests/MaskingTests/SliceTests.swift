import JSON
import Schema
import Testing
import Verification

@testable import Masking
@testable import Tokenizer

/// Masks that are put together from a vocabulary's slices, against walks over all tokens, which the oracle has judged.
@Suite struct SliceTests {
  /// The options that texts are generated with, those that accept every text, and what lies between.
  private static let options: [RecognizerOptions] = {
    var spaced = RecognizerOptions.generation
    spaced.whitespace = .bounded(maximum: 2)
    spaced.propertyOrder = .any
    return [.generation, .acceptance, spaced]
  }()

  /// Single bytes, and pieces of JSON put together at random: tokens that cross any boundary, several at a time.
  private static let crossing = Result { () throws -> MaskingVocabulary in
    let pieces = [
      "a", "b", "ab", "name", "\"", "\"", "\"", "\\", "\\\"", "\\u", "00e9", "é", "\u{1F600}", ":", ",", " ", "\n", "{",
      "}", "[",
      "]", "1", "-", "0.5", "e5", "true", "ull", "n", "f", "Q", "\u{A0}", "漢字", "    ",
    ].map { Array($0.utf8) }
    var random = SplitMix64(seed: 29)
    var texts = ByteTable()
    var contents = ByteTable()
    var seen: Set<[UInt8]> = []
    func add(_ bytes: [UInt8]) {
      texts.append(bytes)
      contents.append(Array("\(seen.count)".utf8))
      seen.insert(bytes)
    }
    for byte in UInt8.min...UInt8.max { add([byte]) }
    while seen.count < 4_000 {
      var bytes: [UInt8] = []
      for _ in 0...random.next() % 5 { bytes += random.pick(pieces) }
      // Parts of code points at both ends.
      if random.next() % 8 == 0 { bytes.removeFirst() }
      if random.next() % 8 == 0, !bytes.isEmpty { bytes.removeLast() }
      if !bytes.isEmpty, !seen.contains(bytes) { add(bytes) }
    }
    // Some bytes have two tokens.
    for text in [#"a""#, #"": ""#, "}", "a"] {
      texts.append(Array(text.utf8))
      contents.append(Array("again \(text)".utf8))
    }
    contents.append(Array("end".utf8))
    texts.append([])
    let count = seen.count + 4
    let vocabulary = Vocabulary(
      contents: contents, texts: texts, kinds: Array(repeating: .ordinary, count: count) + [.special])
    return try MaskingVocabulary(vocabulary, endTokens: [TokenID(count)])
  }

  private static func constraint(
    _ schema: JSONValue, _ vocabulary: MaskingVocabulary, _ options: RecognizerOptions
  ) throws -> Constraint {
    let document = try SchemaDocument(schema, options: SchemaOptions(formats: .assertion))
    return try Constraint(document, vocabulary: vocabulary, options: options)
  }

  /// Compares the two masks of the state that a matcher is in.
  private static func compare(_ matcher: Matcher) throws {
    let (state, name, vocabulary) = (matcher.state, matcher.tail, matcher.constraint.vocabulary)
    let (ours, bound, walked, found) = try matcher.constraint.shared().automaton.withState {
      (shared) throws(SchemaError) in
      let ours = try shared.assembled(state, name, vocabulary)?.mask
      let bound = try shared.costBound(state, name, vocabulary)
      let (walked, found) = try shared.walked(state, name, vocabulary, withCosts: true)
      return (ours, bound, walked, found)
    }
    #expect(
      bound >= found.largestCost, "the bound behind \(String(decoding: matcher.text, as: UTF8.self)) is too low")
    guard let ours, ours != walked else { return }
    let differing = (0..<vocabulary.size).filter { ours[TokenID($0)] != walked[TokenID($0)] }
    let tokens = differing.prefix(8).map { index in
      (walked[TokenID(index)] ? "missing " : "wrong ")
        + String(decoding: vocabulary.bytes(of: TokenID(index)), as: UTF8.self).debugDescription
    }
    Issue.record(
      "\(differing.count) tokens differ behind \(String(decoding: matcher.text, as: UTF8.self)): \(tokens)")
  }

  /// Walks at random, and looks at every state on the way.
  private static func explore(
    _ constraint: Constraint, steps: Int, every: Int = 1, _ random: inout SplitMix64
  ) throws {
    var matcher = try Matcher(constraint)
    for step in 0..<steps where !matcher.isFinished {
      if step % every == 0 { try compare(matcher) }
      let mask = try matcher.mask()
      // Single bytes reach the places inside of tokens; whole tokens go far.
      let allowed = mask.allowedTokens
      if allowed.isEmpty { return }
      var token = random.pick(allowed)
      if random.next() % 2 == 0 {
        let short = allowed.filter { constraint.vocabulary.bytes(of: $0).count == 1 }
        if !short.isEmpty { token = random.pick(short) }
      }
      try matcher.accept(token)
    }
  }

  @Test(arguments: try TestFiles.cases()) func randomDocuments(_ row: TestFiles.Case) throws {
    var random = SplitMix64(seed: 21)
    for options in Self.options {
      for vocabulary in [TestFiles.small, Self.crossing] {
        let constraint = try Self.constraint(row.schema, vocabulary.get(), options)
        try Self.explore(constraint, steps: 30, every: 2, &random)
      }
    }
  }

  /// The bodies of strings, in every phase of UTF-8 and escapes and at the edges of lengths, byte by byte.
  @Test(arguments: [
    #"{"type": "string"}"#, #"{"type": "string", "maxLength": 3}"#, #"{"type": "string", "minLength": 2}"#,
    #"{"type": "string", "minLength": 2, "maxLength": 20}"#, #"{"type": "string", "pattern": "é+😀?a"}"#,
    #"{"type": "string", "pattern": "^[a-cα-ω]{2,4}$"}"#, #"{"type": "string", "pattern": "^[^x\"\\\\]*$"}"#,
    #"{"enum": ["a\"b", "a\\", "é", "\ud83d\ude00x", "\u0001"]}"#, #"{"not": {"const": "ab"}}"#,
    #"{"anyOf": [{"pattern": "^a.*z$"}, {"maxLength": 2}, {"type": "object"}]}"#,
    #"{"type": "string", "format": "date-time"}"#, #"{"type": "string", "format": "email"}"#,
    #"{"propertyNames": {"maxLength": 2}}"#, #"{"propertyNames": {"pattern": "^[ab]$"}}"#,
    #"{"patternProperties": {"^a": {"type": "string"}, "b$": {"maxLength": 1}}}"#,
    #"{"properties": {"a": true, "ab": {"type": "null"}, "\"": {"type": "array"}}, "additionalProperties": false}"#,
    #"{"properties": {"name": {"type": "string"}}, "maxProperties": 2}"#,
    #"{"properties": {"name": {"enum": ["", ","]}}, "required": ["name", "id"]}"#,
    #"{"propertyNames": {"enum": ["a", "b"]}, "minProperties": 2}"#,
    #"{"items": {"type": "string", "maxLength": 2}, "maxItems": 2}"#, #"{"uniqueItems": true}"#,
    #"{"uniqueItems": true, "items": {"enum": ["a", "b", "ab", 1, "x"]}}"#,
    #"{"uniqueItems": true, "prefixItems": [{"type": "string"}, {"enum": ["a", "ab"]}], "minItems": 2}"#,
    #"{"not": {"uniqueItems": true}, "items": {"type": "string"}}"#,
    #"{"uniqueItems": true, "items": {"uniqueItems": true, "items": {"type": "string"}}}"#,
    #"{"uniqueItems": true, "items": {"properties": {"a": {"type": "string"}, "name": true}}}"#,
  ]) func stringBodies(_ schema: String) throws {
    let bodies = [
      #"a"#, #"ab"#, #"abc"#, #"é"#, #"éa"#, #"😀"#, #"\u00e9"#, #"\ud83d\ude00"#, #"\n"#, #"\""#, #"\\"#, #"\/"#,
      #"\u0001"#, #"name"#, #"b"#, #"2024-02-29T23:59:60Z"#, #"zz"#, #"αω"#, #"0123456789abcdefghi"#,
    ]
    let starts = [
      #"""#, #"{""#, #"[""#, #"{"a":""#, #"{"name":""#, #"{"name":"x","#, #"["a",""#, #"{"a":1,""#,
      #"[["a"],["b",""#, #"[{"a":"b"},{"a":""#, #"[{"b":1},{""#,
    ]
    var random = SplitMix64(seed: 31)
    for options in Self.options {
      let constraint = try Self.constraint(JSONParser.parse(schema), Self.crossing.get(), options)
      for start in starts {
        for body in bodies where random.next() % 4 == 0 {
          var matcher = try Matcher(constraint)
          for byte in (start + body).utf8 where try matcher.accept(bytes: [byte]) == 1 { try Self.compare(matcher) }
        }
      }
    }
  }

  /// States that look alike share their masks: objects that have had other members, at several depths.
  @Test(arguments: [
    #"{"properties": {"a": {"type": "string"}, "b": {"type": "string"}, "": {"type": "null"}, ",": {"type": "integer"}}}"#,
    #"{"properties": {"a": {"type": "string"}, "b": {"type": "string"}, "name": true}, "additionalProperties": false}"#,
    ##"{"properties": {"a": {"$ref": "#"}, "b": {"$ref": "#"}}, "additionalProperties": false, "required": ["b"]}"##,
    ##"{"additionalProperties": {"$ref": "#"}, "maxProperties": 2}"##,
    #"{"additionalProperties": {"properties": {"a": true}, "required": ["a"], "additionalProperties": {"type": "number"}}}"#,
    #"{"items": {"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "additionalProperties": false}}"#,
    #"{"patternProperties": {"^a": {"type": "string"}, "^[^a]": {"type": "integer"}}, "additionalProperties": false}"#,
    #"{"anyOf": [{"properties": {"a": {"type": "string"}}, "required": ["name"]}, {"properties": {"b": {"type": "string"}}}]}"#,
    #"{"properties": {"a": {"maxLength": 3}, "b": {"maxLength": 3}, "name": {"enum": ["a", "ab"]}}, "minProperties": 2}"#,
  ]) func membersBefore(_ schema: String) throws {
    let texts = [
      #"{"a":"ab","b":"ab","name":"ab"}"#, #"{"b":"ab","name":"a","a":"ab"}"#, #"{"":null,",":3,"a":"ab","b":""}"#,
      #"{"a":{"a":{"b":{}},"b":{}},"b":{"a":{"b":{}},"b":{}}}"#, #"{"b":{"b":{},"a":{"b":{}}},"a":{"b":{}}}"#,
      #"{"a":{"a":1,"b":2},"b":{"b":2,"a":1}}"#, #"[{"a":1,"b":2},{"b":2,"a":1},{"a":1}]"#,
      #"{"x":1,"ab":"a","y":2,"a":"b"}"#, #"{"\u0061":"a","b":"b","\u002c":1,"n":1}"#,
    ]
    for options in Self.options {
      let constraint = try Self.constraint(JSONParser.parse(schema), Self.crossing.get(), options)
      for text in texts {
        var matcher = try Matcher(constraint)
        for byte in text.utf8 where try matcher.accept(bytes: [byte]) == 1 { try Self.compare(matcher) }
      }
    }
  }

  /// The same on a vocabulary of 152k tokens, with schemas as they are met.
  @Test func largeVocabulary() throws {
    let vocabulary = try TestFiles.large.get()
    var random = SplitMix64(seed: 23)
    for row in try TestFiles.maskbench(every: 400) {
      for options in Self.options.prefix(2) {
        let constraint: Constraint
        do {
          constraint = try Self.constraint(row["schema"]!, vocabulary, options)
        } catch MaskingError.schema {
          continue
        }
        try Self.explore(constraint, steps: 24, every: 8, &random)
        guard options == .acceptance, let test = row["tests"]?.arrayValue?.first else { continue }
        var matcher = try Matcher(constraint)
        for (index, byte) in JSONWriter.write(test["data"]!, style: .spaced).utf8.prefix(400).enumerated() {
          guard try matcher.accept(bytes: [byte]) == 1 else { break }
          if index % 16 == 0 { try Self.compare(matcher) }
        }
      }
    }
  }
}
