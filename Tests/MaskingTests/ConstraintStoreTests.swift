import JSON
import Schema
import Testing
import Tokenizer
import Verification

@testable import Masking

/// What schemas share changes nothing about any of them.
@Suite struct ConstraintStoreTests {
  private static let options = SchemaOptions(formats: .assertion)

  /// Texts long enough to be kept as parts.
  private func tool(_ number: Int, _ kind: JSONValue = ["type": "integer", "minimum": 2]) -> JSONValue {
    [
      "type": "object",
      "properties": [
        "name": ["const": .string("tool_\(number)")],
        "arguments": [
          "type": "object",
          "properties": [
            ExactString("first\(number % 7)"): kind, "second": ["type": "string", "maxLength": 12],
            "third": ["enum": ["low", "medium", "high"]], "fourth": ["type": "array", "items": ["type": "boolean"]],
          ],
          "required": ["second"], "additionalProperties": false,
        ],
      ],
      "required": ["name", "arguments"], "additionalProperties": false,
    ]
  }

  private func text(_ tools: [JSONValue], _ more: JSONValue = .object(JSONObject())) -> [UInt8] {
    var schema = more.objectValue ?? JSONObject()
    schema["anyOf"] = .array(tools)
    return Array(JSONWriter.write(.object(schema)).utf8)
  }

  private func compile(_ text: [UInt8], _ store: ConstraintStore) throws -> Constraint {
    try store.constraint(
      text: text, schemaOptions: Self.options, options: .acceptance)
  }

  private func alone(_ text: [UInt8]) throws -> Constraint {
    try Constraint(
      SchemaDocument(JSONParser.parse(bytes: text), options: Self.options), vocabulary: try TestFiles.small.get(),
      options: .acceptance)
  }

  /// Draws documents from one constraint and compares all masks on the way with those of the other.
  private func compare(_ shared: Constraint, _ alone: Constraint, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<4 {
      var (mine, theirs) = (try Matcher(shared), try Matcher(alone))
      for _ in 0..<60 {
        let (mask, expected) = (try mine.mask(), try theirs.mask())
        #expect(mask == expected)
        let allowed = (0..<expected.words.count * 32).filter { index in
          index < alone.vocabulary.size && expected[TokenID(index)]
        }
        guard let token = allowed.randomElement(using: &random) else { break }
        do throws(MaskingError) {
          try theirs.accept(TokenID(token))
        } catch {
          // What the masks leave to a predicate.
          #expect(alone.isGuarded)
          #expect(throws: error) { try mine.accept(TokenID(token)) }
          break
        }
        try mine.accept(TokenID(token))
        if theirs.isFinished { break }
      }
    }
  }

  @Test func theSameTextIsCompiledOnce() throws {
    let store = try ConstraintStore(TestFiles.small.get())
    let text = text([tool(1)])
    let first = try compile(text, store)
    #expect(try compile(text, store) === first)
    #expect(store.statistics.hits == 1)
    #expect(store.statistics.misses == 1)
    // Spaces make no other schema, and escapes neither.
    let spaced = Array(String(decoding: text, as: UTF8.self).replacing(":", with: " :\n ").utf8)
    #expect(try compile(spaced, store) === first)
    #expect(try compile(spaced, store) === first)
    #expect(store.statistics.restated == 1)
    #expect(store.statistics.hits == 2)
    // Other options are another schema.
    let other = try store.constraint(text: text, schemaOptions: Self.options)
    #expect(other !== first)
  }

  @Test func changedListsHaveTheMasksOfTheirOwn() throws {
    let store = try ConstraintStore(TestFiles.small.get())
    var tools = (0..<40).map { tool($0) }
    let first = try compile(text(tools), store)
    // One is changed, one left out, one added, two change places.
    var texts: [[UInt8]] = []
    tools[17] = tool(99, ["type": "string", "pattern": "^[ab]+$"])
    texts.append(text(tools))
    tools.remove(at: 3)
    texts.append(text(tools))
    tools.append(tool(100))
    tools.swapAt(0, 9)
    texts.append(text(tools))
    // What stands beside the parts narrows all of them.
    texts.append(text(tools, ["maxProperties": 5, "properties": ["name": ["type": "string", "maxLength": 6]]]))
    for (index, text) in texts.enumerated() {
      try compare(try compile(text, store), try alone(text), seed: UInt64(index))
    }
    #expect(store.statistics.joined == texts.count)
    try compare(first, try alone(text((0..<40).map { tool($0) })), seed: 7)
  }

  @Test func referencesStayInTheirSchema() throws {
    let store = try ConstraintStore(TestFiles.small.get())
    let tools = (0..<30).map { tool($0) }
    func text(_ definition: JSONValue) -> [UInt8] {
      self.text(tools + [["$ref": "#/$defs/more"]], ["$defs": ["more": definition]])
    }
    for (index, definition) in ([["type": "integer"], ["type": "boolean"], ["type": "null"]] as [JSONValue])
      .enumerated()
    {
      let text = text(definition)
      try compare(try compile(text, store), try alone(text), seed: UInt64(index))
    }
    #expect(store.statistics.joined == 2)
  }

  @Test func partsWithReferencesAreNotShared() throws {
    let store = try ConstraintStore(TestFiles.small.get())
    func text(_ definition: JSONValue) -> [UInt8] {
      self.text((0..<30).map { tool($0, ["$ref": "#/$defs/more"]) }, ["$defs": ["more": definition]])
    }
    for (index, definition) in ([["type": "integer"], ["type": "boolean"]] as [JSONValue]).enumerated() {
      let text = text(definition)
      try compare(try compile(text, store), try alone(text), seed: UInt64(index))
    }
    #expect(store.statistics.joined == 0)
  }

  @Test func refusalsAreThoseOfTheSchema() throws {
    let store = try ConstraintStore(TestFiles.small.get())
    var tools = (0..<30).map { tool($0) }
    _ = try compile(text(tools), store)
    tools[12] = ["type": "object", "properties": ["name": ["type": "nonsense"]]]
    let text = text(tools)
    var expected: MaskingError?
    do { _ = try alone(text) } catch let error as MaskingError { expected = error }
    let error = try #require(expected)
    #expect(throws: error) { try compile(text, store) }
    // The others are as they were.
    try compare(
      try compile(self.text((0..<30).map { tool($0) }), store), try alone(self.text((0..<30).map { tool($0) })), seed: 1
    )
  }

  @Test func declaredOrderIsNotShared() throws {
    let store = try ConstraintStore(TestFiles.small.get())
    var tools = (0..<30).map { tool($0) }
    for number in 0..<2 {
      tools[3] = tool(200 + number)
      _ = try store.constraint(
        text: text(tools), schemaOptions: Self.options)
    }
    #expect(store.statistics.joined == 0)
  }

  /// Lists that change step by step, of parts of every kind, below schemas of several kinds.
  @Test func randomListsHaveTheMasksOfTheirOwn() throws {
    let pool = try (TestFiles.cases() + TestFiles.cases(in: "guarded")).compactMap { testCase -> JSONValue? in
      guard var keywords = testCase.schema.objectValue, testCase.name != "tree" else { return nil }
      // Long enough to be kept as a part.
      keywords["description"] = .string(ExactString(String(repeating: "\(testCase.name). ", count: 24)))
      return .object(keywords)
    }
    let roots: [JSONValue] = [
      .object(JSONObject()), ["maxProperties": 4], ["$schema": "http://json-schema.org/draft-07/schema#"],
      ["properties": ["a": ["type": ["integer", "null"]]]], ["unevaluatedProperties": false],
      ["$id": "https://example.com/list"], ["$dynamicAnchor": "list"],
    ]
    var joined = 0
    var refused = 0
    for seed in 0..<6 as Range<UInt64> {
      let store = try ConstraintStore(TestFiles.small.get())
      var random = SplitMix64(seed: seed)
      // A few of them at a time: many at once are too complex.
      func part() -> JSONValue { random.below(8) == 0 ? random.pick(pool) : tool(random.below(60)) }
      var list = (0..<32).map { _ in part() }
      for _ in 0..<5 {
        switch random.below(4) {
        case 0: list[random.below(list.count)] = part()
        case 1: list.remove(at: random.below(list.count))
        case 2: list.insert(part(), at: random.below(list.count))
        default: list.swapAt(random.below(list.count), random.below(list.count))
        }
        // Identifiers and references change what stands beside them.
        var parts = list
        if random.below(4) == 0 { parts.append(["$ref": .string(ExactString("#/anyOf/\(random.below(32))"))]) }
        if random.below(6) == 0 { parts.append(["$anchor": "x", "type": "string"]) }
        if random.below(6) == 0 { parts.append(["$ref": "#x"]) }
        let text = text(parts, random.pick(roots))
        let (mine, theirs) = (
          Result { try compile(text, store) },
          Result { try alone(text) },
        )
        switch (mine, theirs) {
        case (.success(let shared), .success(let alone)):
          #expect(shared.isGuarded == alone.isGuarded)
          try compare(shared, alone, seed: random.next())
          try complete(shared, seed: random.next())
        case (.failure(let error), .failure(let expected)):
          #expect(error as? MaskingError == expected as? MaskingError)
          refused += 1
        default: Issue.record("\(mine) where a schema by itself is \(theirs)")
        }
      }
      joined += store.statistics.joined
    }
    #expect(joined > 4)
    #expect(refused > 0)
  }

  /// Draws a document within a budget.
  private func complete(_ constraint: Constraint, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    guard var matcher = try? Matcher(constraint, budget: 160) else { return }
    for taken in 0..<161 {
      let mask = try matcher.mask(remaining: 161 - taken)
      let allowed = (0..<constraint.vocabulary.size).filter { mask[TokenID($0)] }
      let token = TokenID(try #require(allowed.randomElement(using: &random)))
      do throws(MaskingError) {
        try matcher.accept(token)
      } catch {
        #expect(constraint.isGuarded)
        return
      }
      if matcher.isFinished { return }
    }
    #expect(try matcher.isAccepting)
  }

  @Test func manyTasksShareOne() async throws {
    let store = try ConstraintStore(TestFiles.small.get(), limit: 5, familyLimit: 1)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<6 as Range<UInt64> {
        group.addTask {
          var tools = (0..<24).map { self.tool($0) }
          var random = SplitMix64(seed: task)
          for _ in 0..<4 {
            tools[random.below(tools.count)] = self.tool(random.below(48))
            let text = self.text(tools)
            try self.compare(try self.compile(text, store), try self.alone(text), seed: task)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(store.statistics.constraints <= 5)
  }

  @Test func partsOfOtherDraftsAreOthers() throws {
    let store = try ConstraintStore(TestFiles.small.get())
    var tools = (0..<30).map { tool($0) }
    // An identifier in one draft, and nothing in the other.
    let filler = JSONValue.string(ExactString(String(repeating: "x", count: 300)))
    tools[4] = ["$anchor": "x", "type": "string", "description": filler]
    let seven: JSONValue = ["$schema": "http://json-schema.org/draft-07/schema#"]
    try compare(try compile(text(tools, seven), store), try alone(text(tools, seven)), seed: 0)
    tools.append(["$ref": "#x"])
    tools.append(["$anchor": "x", "type": "integer"])
    let text = text(tools)
    var expected: MaskingError?
    do { _ = try alone(text) } catch let error as MaskingError { expected = error }
    let error = try #require(expected)
    #expect(throws: error) { try compile(text, store) }
  }

  @Test func itIsBounded() throws {
    let store = try ConstraintStore(TestFiles.small.get(), limit: 3)
    for number in 0..<10 { _ = try compile(text([tool(number)]), store) }
    #expect(store.statistics.constraints <= 3)
    #expect(store.statistics.misses == 10)
  }
}
