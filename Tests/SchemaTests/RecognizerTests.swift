import Automata
import JSON
import Testing

@testable import Schema

/// Texts that a schema's automaton takes and refuses, how a refusal reads, and what the trie walk reports.
@Suite struct RecognizerTests {
  @Test func texts() throws {
    for entry in try #require(TestFiles.cases("recognizer.json").arrayValue as [JSONValue]?) {
      let name = try #require(entry["name"]?.stringValue)
      do {
        try Self.check(entry, name)
      } catch {
        Issue.record("\(name): \(error)")
      }
    }
  }

  private static func check(_ entry: JSONValue, _ name: String) throws {
    let schema = try #require(entry["schema"])
    let isGeneration = entry["options"]?.stringValue == "generation"
    var run = try RecognizerRun(schema, options: isGeneration ? .generation : .acceptance)
    let validator = try CompiledSchema(schema)
    for text in try #require(entry["accepts"]?.arrayValue as [JSONValue]?).compactMap(\.stringValue) {
      let (_, length) = try run.advance(over: Array(text.utf8))
      let isAccepted = try run.accepts(text)
      #expect(isAccepted, "\(name): \(text) ends at byte \(length)")
      #expect(try validator.isValid(JSONParser.parse(text)), "\(name): \(text)")
    }
    for text in try #require(entry["rejects"]?.arrayValue as [JSONValue]?).compactMap(\.stringValue) {
      let isAccepted = try run.accepts(text)
      #expect(!isAccepted, "\(name): \(text)")
      // What stands before the offending byte can be completed all the same.
      let whole = try run.completed(Array(text.utf8))
      let isWhole = try run.accepts(whole)
      #expect(isWhole, "\(name): \(text) to \(String(decoding: whole, as: UTF8.self))")
      #expect(try validator.isValid(JSONParser.parse(bytes: whole)), "\(name): \(text)")
    }
  }

  /// A keyword that is not enforced is refused wherever a value can come to it, by its name and place.
  @Test func refusalsNameTheKeyword() throws {
    let values = try #require(Self.refusals()["keywords"])
    for (keyword, drafts) in KeywordFamilies.refused {
      let value = try #require(values[keyword], "a value for \(keyword) in recognizer-refusals.json")
      let inner = JSONObject([.init(key: keyword, value: value), .init(key: "$anchor", value: "x")])
      for draft in [drafts.lowerBound, drafts.upperBound] {
        let options = SchemaOptions(defaultDraft: draft)
        for (schema, pointer) in [
          (.object(inner), ""), (["properties": ["a/b": .object(inner)]], "/properties/a~1b"),
          (["anyOf": [["type": "null"], .object(inner)]], "/anyOf/1"),
          (["allOf": [["$ref": "#/definitions/d"]], "definitions": ["d": .object(inner)]], "/definitions/d"),
          (["additionalProperties": .object(inner)], "/additionalProperties"), (["items": .object(inner)], "/items"),
        ] as [(JSONValue, String)] {
          guard case .unsupportedKeyword(let place)? = Self.refusal(of: schema, .acceptance, options) else {
            Issue.record("\(keyword) in \(draft) is taken")
            continue
          }
          #expect(place.pointer == JSONPointer(text: pointer)?.appending(keyword), "\(draft)")
        }
        // Where nothing comes to it, it says nothing.
        _ = try RecognizerRun(["$defs": ["d": .object(inner)], "type": "null"], schemaOptions: options)
      }
    }
  }

  @Test func unsatisfiable() throws {
    for schema in try #require(Self.refusals()["unsatisfiable"]?.arrayValue as [JSONValue]?) {
      for options in [RecognizerOptions.acceptance, .generation] {
        let error = Self.refusal(of: schema, options)
        guard case .unsatisfiable? = error else {
          Issue.record("\(JSONWriter.write(schema)): \(String(describing: error))")
          continue
        }
      }
      let validator = try CompiledSchema(schema)
      for instance in [
        nil, true, 0, .number(JSONNumber(0.5)), 5, "", "a", "ab", [], [1], [[]], [:], ["a": 1], ["b": "x"],
        ["a": nil, "b": nil],
      ]
        as [JSONValue]
      {
        #expect(try !validator.isValid(instance), "\(JSONWriter.write(schema))")
      }
    }
  }

  @Test func malformed() throws {
    for entry in try #require(Self.refusals()["malformed"]?.arrayValue as [JSONValue]?).compactMap(\.arrayValue) {
      let error = Self.refusal(of: entry[0])
      switch error {
      case .invalidKeyword(let place, _)?, .invalidPattern(let place, _, _, _)?, .unsupportedPattern(let place, _, _)?,
        .unresolvableReference(let place, _)?:
        #expect(place.pointer.description == entry[1].stringValue)
      default: Issue.record("\(JSONWriter.write(entry[0])): \(String(describing: error))")
      }
    }
  }

  @Test func referencesThatGoRound() throws {
    for schema in try #require(Self.refusals()["cycles"]?.arrayValue as [JSONValue]?) {
      let error = Self.refusal(of: schema)
      guard case .referenceCycle? = error else {
        Issue.record("\(JSONWriter.write(schema)): \(String(describing: error))")
        continue
      }
    }
  }

  private static func refusals() throws -> JSONValue { try TestFiles.cases("recognizer-refusals.json") }

  /// The error with which a schema is refused, nil when it is taken.
  private static func refusal(
    of schema: JSONValue, _ options: RecognizerOptions = .acceptance, _ schemaOptions: SchemaOptions = SchemaOptions()
  ) -> SchemaError? {
    do throws(SchemaError) {
      _ = try RecognizerRun(schema, schemaOptions: schemaOptions, options: options)
      return nil
    } catch {
      return error
    }
  }

  /// A state's mask may be remembered only when nothing on the tape matters to it.
  @Test func masksThatDependOnTheNameAreNotPure() throws {
    let texts = [#"":1,"x":"#, #"":1,"y":"#, #"":1,"x"#, #"":1}"#, #"x":1}"#, #"":1,"xx":"#]
    let trie = TokenTrie(
      texts.enumerated().map { (UInt32($0.offset), Array($0.element.utf8)[...]) }, vocabularySize: texts.count)
    for options in [RecognizerOptions.acceptance, .generation] {
      var run = try RecognizerRun(["type": "object", "additionalProperties": ["type": "integer"]], options: options)
      var known: [RecognizerState: ContiguousArray<UInt32>] = [:]
      for name in ["x", "y", "xx", ""] {
        let prefix = Array(#"{""#.utf8) + Array(name.utf8)
        let (state, length) = try run.advance(over: prefix)
        #expect(length == prefix.count)
        run.automaton.tape.reset(Array(name.utf8))
        var words = ContiguousArray<UInt32>(repeating: 0, count: trie.wordCount)
        let result = try run.automaton.walk(trie, from: state, tapeEnd: name.utf8.count, into: &words)
        for (token, text) in texts.enumerated() {
          let (_, taken) = try run.advance(over: prefix + Array(text.utf8))
          #expect(
            (words[0] >> UInt32(token) & 1 == 1) == (taken == prefix.count + text.utf8.count), "\(name) and \(text)")
        }
        words[0] &= 1 << UInt32(texts.count) - 1
        if result.isPure {
          if let other = known[state] { #expect(words == other, "behind \(name)") }
          known[state] = words
        }
      }
    }
  }

  /// Numbers whose digits are counted, and costs that are kept: whatever is open at any byte can be closed.
  @Test(arguments: [
    (
      #"{"type":"object","properties":{"a":{"type":"integer","minimum":100}},"required":["a"],"additionalProperties":false}"#,
      #"{"a":1024}"#
    ),
    (#"{"type":"array","items":{"type":"number","minimum":-0.5,"maximum":0.25},"minItems":2}"#, "[-0.125,0.25,0]"),
    (#"{"type":"object","minProperties":3}"#, #"{"a":[{}],"b":null,"c":"x\n"}"#),
    (#"{"type":"string","pattern":"^(?:ab|cd){2,3}$"}"#, #""abcdab""#),
    (#"{"enum":["red","green",["b",{"c":1}]]}"#, #"["b",{"c":1}]"#),
    (#"{"enum":["\"aaaa","\n",["\u00e8aaaa","\u00e9"]]}"#, #""\"aaaa""#),
    (#"{"type":"object","required":["a\nb","a\"cde","\u00e9"]}"#, #"{"a\nb":1,"a\"cde":2,"é":3}"#),
    (
      #"{"type":"object","properties":{"k":{"anyOf":[{"const":"x"},{"type":"integer"}]}},"minProperties":2}"#,
      #"{"k":7,"":0}"#
    ),
    (
      #"{"anyOf":[{"type":"object","properties":{"b":{"type":"null"}},"required":["b"]},{"type":"object","required":["c","d"]}]}"#,
      #"{"b":null,"c":[1],"d":2}"#
    ),
  ])
  func completionsFromEveryByte(schema text: String, document: String) throws {
    let schema = try JSONParser.parse(text)
    let validator = try CompiledSchema(schema)
    for options in [RecognizerOptions.generation, .acceptance] {
      var run = try RecognizerRun(schema, options: options)
      let bytes = Array(document.utf8)
      for end in 0...bytes.count {
        let (state, length) = try run.advance(over: Array(bytes[..<end]))
        try #require(length == end)
        let rest = try run.automaton.completion(from: state, tapeEnd: end)
        #expect(rest.count <= Int(try run.automaton.cost(state, end: end)))
        let whole = Array(bytes[..<end]) + rest
        #expect(try validator.isValid(JSONParser.parse(bytes: whole)), "\(String(decoding: whole, as: UTF8.self))")
      }
    }
  }
}
