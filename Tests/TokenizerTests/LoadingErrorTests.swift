import Glibc
import JSON
import Testing

@testable import Tokenizer

/// What a file asks for and the reader cannot do is named, and nothing else happens.
@Suite struct LoadingErrorTests {
  static let base = Result {
    try JSONParser.parse(
      """
      {"version": "1.0", "truncation": null, "padding": null,
       "added_tokens": [{"id": 4, "content": "<s>", "special": true}],
       "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}]},
       "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "\\\\s+"}, "behavior": "Isolated", "invert": false},
       "post_processor": {"type": "TemplateProcessing", "single": [
         {"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
         "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [4], "tokens": ["<s>"]}}},
       "decoder": {"type": "ByteLevel"},
       "model": {"type": "BPE", "dropout": null, "unk_token": null, "vocab": {"a": 0, "b": 1, "ab": 2, "abb": 3},
         "merges": ["a b", ["ab", "b"]]}}
      """)
  }

  /// The base with one place set to another value, or taken out.
  func edited(_ pointer: String, _ value: JSONValue?) throws -> JSONValue {
    let place = try #require(JSONPointer(text: pointer))
    return try Self.set(value, at: place.tokens[...], in: Self.base.get())
  }

  static func set(_ value: JSONValue?, at path: ArraySlice<ExactString>, in whole: JSONValue) throws -> JSONValue {
    guard let key = path.first else { return try #require(value) }
    if var items = whole.arrayValue {
      let index = try #require(Int(key.text))
      items[index] = try set(value, at: path.dropFirst(), in: items[index])
      return .array(items)
    }
    var object = try #require(whole.objectValue)
    object[key] = path.count == 1 ? value : try set(value, at: path.dropFirst(), in: #require(object[key]))
    return .object(object)
  }

  func error(_ pointer: String, _ value: JSONValue?) throws -> TokenizerError? {
    let json = try edited(pointer, value)
    return #expect(throws: TokenizerError.self) { try Tokenizer(json: json) }
  }

  func place(_ text: String) throws -> JSONPointer { try #require(JSONPointer(text: text)) }

  @Test func theBaseIsRead() throws {
    let tokenizer = try Tokenizer(json: Self.base.get())
    #expect(try tokenizer.encode("abbab<s>", addSpecialTokens: true).map(\.rawValue) == [4, 3, 2, 4])
  }

  @Test(arguments: [
    ("/normalizer/normalizers/0/type", "Precompiled"), ("/normalizer/type", "BertNormalizer"),
    ("/pre_tokenizer/type", "UnicodeScripts"), ("/post_processor/type", "BertProcessing"),
    ("/decoder/type", "WordPiece"), ("/model/type", "Unigram"),
  ])
  func unknownComponentsAreNamed(pointer: String, name: String) throws {
    guard case .unsupported(let found, let what) = try error(pointer, .string(name)) else {
      Issue.record("not the error that was expected")
      return
    }
    #expect(found == (try place(pointer)))
    #expect(what.contains(name))
  }

  @Test(arguments: [
    "/extra", "/model/extra", "/normalizer/extra", "/pre_tokenizer/extra", "/post_processor/extra", "/decoder/extra",
    "/added_tokens/0/extra", "/post_processor/special_tokens/<s>/extra",
  ])
  func unknownMembersAreNamed(pointer: String) throws {
    #expect(try error(pointer, 1) == .unknownMember(place(pointer)))
  }

  @Test(arguments: [
    "/decoder", "/model", "/model/vocab", "/model/merges", "/pre_tokenizer/pattern", "/pre_tokenizer/behavior",
    "/normalizer/normalizers", "/added_tokens/0/id", "/added_tokens/0/content", "/post_processor/single",
    "/post_processor/special_tokens/<s>",
  ])
  func missingMembersAreNamed(pointer: String) throws {
    #expect(try error(pointer, nil) == .missing(place(pointer)))
  }

  @Test(arguments: [
    ("/decoder", "an object"), ("/model", "an object"), ("/model/vocab", "an object"), ("/model/merges", "an array"),
    ("/model/merges/0", "a pair of strings"), ("/added_tokens", "an array"), ("/added_tokens/0", "an object"),
    ("/added_tokens/0/special", "a boolean"), ("/added_tokens/0/content", "a string"), ("/normalizer", "an object"),
  ])
  func wrongTypesAreNamed(pointer: String, expected: String) throws {
    #expect(try error(pointer, 7) == .wrongType(place(pointer), expected: expected, found: "number"))
  }

  @Test func unsupportedSettingsAreNamed() throws {
    for (pointer, value) in [
      ("/truncation", ["max_length": 5]), ("/padding", [:]), ("/version", "2.0"), ("/model/dropout", 1),
      ("/model/continuing_subword_prefix", "##"), ("/model/end_of_word_suffix", "</w>"),
    ] as [(String, JSONValue)] {
      guard case .unsupported(let found, _) = try error(pointer, value) else {
        Issue.record("\(pointer) was not refused")
        continue
      }
      #expect(found == (try place(pointer)))
    }
  }

  @Test func wrongValuesAreNamed() throws {
    #expect(
      try error("/pre_tokenizer/behavior", "Sideways")
        == .invalidValue(place("/pre_tokenizer/behavior"), found: "\"Sideways\""))
    #expect(try error("/model/vocab/a", -1) == .invalidValue(place("/model/vocab/a"), found: "-1"))
    #expect(
      try error("/model/vocab/a", 2_000_000_000) == .invalidValue(place("/model/vocab/a"), found: "2000000000"))
    #expect(try error("/model/merges/0", "a b c") == .invalidValue(place("/model/merges/0"), found: "\"a b c\""))
    #expect(try error("/model/merges/1", ["a"]) == .invalidValue(place("/model/merges/1"), found: "[\"a\"]"))
    #expect(try error("/added_tokens/0/content", "") == .invalidValue(place("/added_tokens/0/content"), found: "empty"))
  }

  @Test func wrongPatternsAreNamed() throws {
    let place = try place("/pre_tokenizer/pattern/Regex")
    guard case .invalidPattern(let found, _, 1) = try error("/pre_tokenizer/pattern/Regex", "(") else {
      Issue.record("not the error that was expected")
      return
    }
    #expect(found == place)
    for pattern in ["[a&&b]", "[a[b]]", "[\\W]"] {
      guard case .unsupported(place, _) = try error("/pre_tokenizer/pattern/Regex", .string(pattern)) else {
        Issue.record("\(pattern) was not refused")
        continue
      }
    }
  }

  @Test func conflictsAreNamed() throws {
    #expect(
      try error("/model/vocab/b", 0) == .conflictingToken(place("/model/vocab/b"), content: "b", id: 0))
    #expect(
      try error("/added_tokens/0/id", 1) == .conflictingToken(place("/added_tokens/0"), content: "<s>", id: 1))
    #expect(
      try error("/added_tokens/0/id", 4_000_000_000)
        == .conflictingToken(place("/added_tokens/0"), content: "<s>", id: 4_000_000_000))
    #expect(
      try error("/added_tokens/0/id", 5_000_000_000)
        == .invalidValue(place("/added_tokens/0/id"), found: "5000000000"))
    #expect(
      try error("/added_tokens/0/content", "a") == .conflictingToken(place("/added_tokens/0"), content: "a", id: 4))
    #expect(try error("/model/vocab/abb", nil) == .unknownToken(place("/model/merges/1"), content: "abb"))
    #expect(try error("/model/unk_token", "?") == .unknownToken(place("/model/unk_token"), content: "?"))
    #expect(
      try error("/post_processor/special_tokens/<s>/ids", [9])
        == .unknownToken(JSONPointer(["post_processor"]), content: "id 9"))
  }

  /// Every prefix of a file is an error with a place, and none is a crash.
  @Test func truncatedFilesAreErrors() throws {
    let bytes = Array(JSONWriter.write(try Self.base.get()).utf8)
    for count in 0..<bytes.count {
      #expect(throws: JSONParseError.self) { try JSONParser.parse(bytes: Array(bytes[..<count])) }
    }
  }

  @Test func filesThatCannotBeReadAreErrors() {
    let error = #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: "/nowhere/tokenizer.json") }
    #expect(error == .unreadableFile(path: "/nowhere/tokenizer.json", errno: ENOENT))
    #expect(throws: TokenizerError.self) { try Tokenizer(contentsOf: "/") }
  }

  /// Any component of the file replaced by any kind of value: an error or a tokenizer, never a trap.
  @Test func anyValueAnywhereIsAnErrorOrATokenizer() throws {
    var places: [JSONPointer] = []
    func visit(_ value: JSONValue, _ place: JSONPointer) {
      if !place.tokens.isEmpty { places.append(place) }
      for member in value.objectValue?.members ?? [] { visit(member.value, place.appending(member.key)) }
      for (index, item) in (value.arrayValue ?? []).enumerated() { visit(item, place.appending(index)) }
    }
    visit(try Self.base.get(), JSONPointer())
    for place in places {
      for value in [nil, true, -1, 4, 99_999_999_999, "", "x y z", [], [1], [:], ["type": "Sequence"]] as [JSONValue] {
        let json = try Self.set(value, at: place.tokens[...], in: Self.base.get())
        do {
          _ = try Tokenizer(json: json).encode("ab <s> b", addSpecialTokens: true)
        } catch {
          #expect(!error.description.isEmpty)
        }
      }
    }
  }
}
