import JSON
import Masking
import Schema
import Testing
import Tokenizer

@testable import Decoding

/// Calls of tools as their guide lets them be written, without a model: tokens are drawn from the masks, or come from a
/// text.
@Suite struct ToolGuideTests {
  static let weather: JSONValue = [
    "type": "object",
    "properties": [
      "city": ["type": "string", "maxLength": 12], "days": ["type": "integer", "minimum": 1, "maximum": 14],
    ],
    "required": ["city"], "additionalProperties": false,
  ]
  static let note: JSONValue = [
    "type": "object", "properties": ["text": ["type": "string"], "tags": ["type": "array", "items": ["enum": ["a"]]]],
    "required": ["text"],
  ]
  static let schemas: [(name: String, schema: JSONValue)] = [
    ("get_weather", weather), ("get", ["type": "object", "additionalProperties": false]), ("note", note),
    ("any", true), ("deep", ["properties": ["a": ["properties": ["b": weather], "required": ["b"]]]]),
  ]

  let engine: Engine

  init() throws { engine = try BundledModel.shared.get() }

  private func guide(
    _ tools: [(name: String, schema: JSONValue)] = schemas, lead: ToolConstraint.Lead = .nothing,
    allowsSeveral: Bool = true, stop: [String] = [], budget: Int, form: CallForm = .qwen
  ) async throws -> ToolGuide {
    let constraint = ToolConstraint(
      tools: try await engine.compile(tools: tools), lead: lead, allowsSeveral: allowsSeveral)
    let lead = LeadText(engine.tokenizer.vocabulary, marker: form.marker, mask: engine.textMask, stop: stop)
    let format = try ToolCallFormat(engine.tokenizer, engine.vocabulary, form)
    return try ToolGuide(constraint, format, engine.vocabulary, lead: lead, budget: budget)
  }

  private struct Outcome {
    var reason: GenerationResult.FinishReason = .stop
    var tokens: [TokenID] = []
    var pieces: [OutputPiece] = []
    var text = ""
    var calls: [GeneratedCall] = []
  }

  /// Carries the guide through; `choose` gives the next token, nil to end.
  private func run(
    _ initial: ToolGuide, budget: Int, choose: (TokenBitmask) throws -> TokenID?
  ) throws -> Outcome {
    var guide = initial
    var outcome = Outcome()
    loop: while true {
      let token: TokenID
      switch try guide.step(remaining: budget - outcome.tokens.count) {
      case .ended(let reason):
        outcome.reason = reason
        break loop
      case .forced(let only):
        var mask = TokenBitmask(vocabularySize: engine.vocabulary.size)
        mask[only] = true
        guard let chosen = try choose(mask) else { break loop }
        token = chosen
      case .sampled(let mask):
        guard let chosen = try choose(mask), !engine.vocabulary.endTokens.contains(chosen) else { break loop }
        token = chosen
      }
      outcome.pieces += try #require(try guide.take(token))
      outcome.tokens.append(token)
    }
    outcome.pieces += guide.finish()
    outcome.text = try guide.checkedText()
    outcome.calls = try guide.checkedCalls()
    return outcome
  }

  /// Draws from the masks, short tokens rather than long ones, so that every place of the format is met in every way.
  private func walk(_ guide: ToolGuide, budget: Int, seed: UInt64) throws -> Outcome {
    var random = Xoshiro256(seed: seed)
    let outcome = try run(guide, budget: budget) { mask in
      let tokens = mask.allowedTokens
      return tokens[Int(random.unit() * Double(tokens.count))]
    }
    #expect(outcome.tokens.count <= budget)
    return outcome
  }

  /// The pieces tell what the result says, calls one after another.
  private func checkPieces(_ outcome: Outcome) {
    var text = ""
    var calls: [(tool: Int, arguments: String)] = []
    for piece in outcome.pieces {
      switch piece {
      case .token, .question: Issue.record("nobody asked for that")
      case .text(let more):
        #expect(calls.isEmpty)
        text += more
      case .call(let number, let tool):
        #expect(number == calls.count)
        calls.append((tool, ""))
      case .arguments(let number, let more):
        #expect(number == calls.count - 1)
        calls[number].arguments += more
      }
    }
    #expect(text == outcome.text)
    #expect(calls.map(\.tool) == outcome.calls.map(\.tool))
    #expect(calls.map(\.arguments) == outcome.calls.map(\.arguments))
  }

  private func written(_ calls: [GeneratedCall]) -> String {
    calls.map {
      "<tool_call>\n{\"name\": \"\(Self.schemas[$0.tool].name)\", \"arguments\": \($0.arguments)}\n</tool_call>"
    }.joined(separator: "\n")
  }

  @Test func callsAreWholeWithinAnyBudget() async throws {
    var named: Set<Int> = []
    for budget in [60, 75, 100, 180] {
      let guide = try await guide(budget: budget)
      for seed in UInt64(0)..<12 {
        let outcome = try walk(guide, budget: budget, seed: seed)
        #expect(!outcome.calls.isEmpty)
        let bytes = engine.tokenizer.decodeBytes(outcome.tokens)
        #expect(String(decoding: bytes, as: UTF8.self) == written(outcome.calls))
        checkPieces(outcome)
        named.formUnion(outcome.calls.map(\.tool))
      }
    }
    #expect(named.count == Self.schemas.count)
  }

  @Test func aBudgetIsEnoughOrRefused() async throws {
    for tool in Self.schemas {
      var needed = 0
      do throws(GenerationError) {
        let tools = try await engine.compile(tools: [tool])
        let lead = LeadText(
          engine.tokenizer.vocabulary, marker: engine.calls.form.marker, mask: engine.textMask, stop: [])
        _ = try ToolGuide(
          ToolConstraint(tools: tools, lead: .nothing, allowsSeveral: false), engine.calls, engine.vocabulary,
          lead: lead, budget: 1)
        Issue.record("not refused")
      } catch {
        guard case .budgetTooSmall(needed: let tokens, given: 1) = error else {
          Issue.record("refused with \(error)")
          return
        }
        needed = tokens
      }
      for seed in UInt64(0)..<4 {
        let outcome = try walk(try await guide([tool], budget: needed), budget: needed, seed: seed)
        #expect(outcome.calls.count == 1)
      }
    }
  }

  private struct Rejected: Error { let rest: String }

  /// Pushes a text through, in the longest tokens that the masks allow or in the shortest ones, and draws from the masks
  /// when it ends.
  private func push(_ text: String, _ guide: ToolGuide, budget: Int = 400, bytewise: Bool = false) throws -> Outcome {
    var rest = Array(text.utf8)[...]
    var random = Xoshiro256(seed: 1)
    return try run(guide, budget: budget) { mask in
      guard !rest.isEmpty else {
        if engine.vocabulary.endTokens.contains(where: { mask[$0] }) { return nil }
        let allowed = mask.allowedTokens
        return allowed[Int(random.unit() * Double(allowed.count))]
      }
      let fitting = mask.allowedTokens.map { (token: $0, bytes: engine.vocabulary.bytes(of: $0)) }
        .filter { !$0.bytes.isEmpty && rest.starts(with: $0.bytes) }
        .sorted { $0.bytes.count < $1.bytes.count }
      guard let next = bytewise ? fitting.first : fitting.last else {
        throw Rejected(rest: String(decoding: rest, as: UTF8.self))
      }
      rest.removeFirst(next.bytes.count)
      return next.token
    }
  }

  private static let twoCalls = """
    <tool_call>
    {"name": "note", "arguments": {"text":"a </tool_call> in it, \\"quoted\\" ä"}}
    </tool_call>
    <tool_call>
    {"name": "get_weather", "arguments": {"city":"Paris","days":3}}
    </tool_call>
    """

  @Test(arguments: [false, true]) func textMayLeadToCalls(bytewise: Bool) async throws {
    let guide = try await guide(lead: .text, budget: 400)
    let outcome = try push("I look\n it up.\n\n" + Self.twoCalls, guide, bytewise: bytewise)
    #expect(outcome.text == "I look\n it up.")
    #expect(outcome.calls.map(\.tool) == [2, 0])
    #expect(outcome.calls[0].arguments == #"{"text":"a </tool_call> in it, \"quoted\" ä"}"#)
    #expect(outcome.calls[1].arguments == #"{"city":"Paris","days":3}"#)
    checkPieces(outcome)
  }

  @Test func textNeedNotLeadToCalls() async throws {
    for text in ["", "Hello.", " < <tool <tool_ <<tool_cal", "a \n\n", "<tool_call"] {
      let guide = try await guide(lead: .text, budget: 400)
      let outcome = try push(text, guide, bytewise: true)
      #expect(outcome.text == text)
      #expect(outcome.calls.isEmpty)
      checkPieces(outcome)
    }
  }

  @Test(
    arguments: [
      "<tool_call>{", "<tool_call>\n{\"name\": \"get_time",
      "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": []",
      "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"town",
      "<tool_call>\n{\"name\": \"get\", \"arguments\": {}}\n</tool_call> and", "<tool_call>\n\n",
    ])
  func anOpenedCallIsATools(text: String) async throws {
    let guide = try await guide(lead: .text, budget: 400)
    #expect(throws: Rejected.self) { try push(text, guide, bytewise: true) }
  }

  @Test func callsOnlyOpenWhereTheyFit() async throws {
    let tool = ("get_weather", Self.weather)
    var opened: [Bool] = []
    for budget in 1...80 {
      let guide = try await guide([tool], lead: .text, budget: budget)
      do {
        let outcome = try push("<tool_call>", guide, budget: budget)
        #expect(outcome.tokens.count <= budget)
        opened.append(!outcome.calls.isEmpty)
        // A text that was cut off.
        if outcome.calls.isEmpty { #expect(outcome.reason == .length) }
      } catch is Rejected {
        opened.append(false)
      }
    }
    // From some budget on, and not below it.
    let first = try #require(opened.firstIndex(of: true))
    #expect(opened[first...].allSatisfy { $0 })
  }

  @Test func oneCallWhereOneIsAllowed() async throws {
    let guide = try await guide(allowsSeveral: false, budget: 200)
    for seed in UInt64(0)..<5 {
      let outcome = try walk(guide, budget: 200, seed: seed)
      #expect(outcome.calls.count == 1)
      #expect(outcome.reason == .calls)
    }
  }

  @Test func aDocumentOrCalls() async throws {
    let constraint = try await engine.compile(schema: Self.weather)
    let guide = try await guide(lead: .document(constraint), budget: 400)
    let document = try push("{\"city\":\"Rome\"}", guide)
    #expect(document.text == "{\"city\":\"Rome\"}")
    #expect(document.calls.isEmpty)
    checkPieces(document)
    let calls = try push(Self.twoCalls, guide)
    #expect(calls.text == "")
    #expect(calls.calls.count == 2)
    #expect(throws: Rejected.self) { try push("Rome", guide) }
  }

  /// A call of Llama's form begins as a document may: what is written decides.
  @Test(arguments: [false, true]) func aDocumentThatBeginsAsACall(bytewise: Bool) async throws {
    let schema: JSONValue = [
      "type": "object", "properties": ["name": ["type": "string"], "parameters": ["type": "object"]],
      "required": ["name"], "additionalProperties": false,
    ]
    let constraint = try await engine.compile(schema: schema)
    let guide = try await guide(lead: .document(constraint), budget: 400, form: .llama)
    for text in [#"{"name":"get"}"#, #"{"name":"get","parameters":{}}"#] {
      let document = try push(text, guide, bytewise: bytewise)
      #expect(document.text == text)
      #expect(document.calls.isEmpty)
      checkPieces(document)
    }
    // The fixed part of a call has tokens of its own.
    if bytewise { return }
    for text in [#"{"name": "get", "parameters": {}}"#, #"{"name": "get_weather", "parameters": {"city":"Rome"}}"#] {
      let call = try push(text, guide, bytewise: bytewise)
      #expect(call.text == "")
      #expect(call.calls.count == 1)
      #expect(call.reason == .calls)
      checkPieces(call)
    }
  }

  /// Whichever it becomes, it is whole within its budget, and no token leads to a dead end.
  @Test func documentsAndCallsFitTheirBudget() async throws {
    let constraint = try await engine.compile(schema: Self.weather)
    for form in [CallForm.qwen, .llama] {
      for budget in [24, 32, 48, 64, 120] {
        let guide = try await guide(lead: .document(constraint), budget: budget, form: form)
        for seed in UInt64(0)..<12 {
          let outcome = try walk(guide, budget: budget, seed: seed)
          #expect(outcome.calls.isEmpty != outcome.text.isEmpty)
          checkPieces(outcome)
        }
      }
    }
  }

  @Test func stopSequencesEndTextsOnly() async throws {
    let guide = try await guide(lead: .text, stop: ["STOP", "Paris", "<tool_x"], budget: 400)
    let stopped = try push("a STOP b", guide)
    #expect(stopped.text == "a ")
    #expect(stopped.reason == .stop)
    let called = try push("a " + Self.twoCalls, guide)
    #expect(called.text == "a")
    #expect(called.calls.count == 2)
  }

  @Test func schemasWithoutObjectsAreRefused() async throws {
    for schema in [["type": "array"], ["type": ["string", "null"]], ["const": 1]] as [JSONValue] {
      do throws(GenerationError) {
        _ = try await engine.compile(tools: [Self.schemas[0], ("f", schema)])
        Issue.record("not refused")
      } catch {
        #expect(error == .noArguments(tool: 1))
      }
    }
    do throws(GenerationError) {
      _ = try await engine.compile(tools: [("f", ["properties": ["a": ["pattern": #"(a)\1"#]]])])
      Issue.record("not refused")
    } catch {
      guard case .toolSchema(.unsupportedPattern, tool: 0) = error else {
        Issue.record("refused with \(error)")
        return
      }
    }
  }
}
