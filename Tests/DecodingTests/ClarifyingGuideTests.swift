import Decoding
import JSON
import Schema
import Testing
import Tokenizer

/// Documents or questions, with the bundled model; which one, the biases of what starts an object decide.
@Suite struct ClarifyingGuideTests {
  private static let list: JSONValue = ["type": "array", "items": ["type": "boolean"], "maxItems": 3]

  let engine: Engine

  init() throws { engine = try BundledModel.shared.get() }

  private struct Outcome {
    let result: GenerationResult
    let pieces: [OutputPiece]
  }

  /// - Parameter bias: of every token that starts as an object does, or does not, by its sign.
  private func request(
    _ schema: JSONValue, objectBias bias: Double = 0, maxTokens: Int = 80, seed: UInt64 = 1
  ) async throws -> GenerationRequest {
    let vocabulary = engine.tokenizer.vocabulary
    let objects = (0..<vocabulary.count).map { TokenID($0) }.filter { vocabulary.bytes(of: $0).first == 0x7B }
    let biases = Dictionary(uniqueKeysWithValues: objects.map { ($0, bias) })
    return GenerationRequest(
      promptTokens: try engine.prompt([ChatMessage(role: .user, content: "Which?")], schema: schema),
      constraint: .clarifying(
        try await engine.compile(schema: schema), question: try await engine.compile(schema: Clarification.schema)),
      sampling: SamplingParameters(temperature: 1.5, logitBias: biases, seed: seed), maxTokens: maxTokens)
  }

  private func outcome(_ request: GenerationRequest) async throws -> Outcome {
    let (stream, continuation) = AsyncStream.makeStream(of: OutputPiece.self)
    let result = try await engine.generate(request) { continuation.yield($0) }
    continuation.finish()
    var pieces: [OutputPiece] = []
    for await piece in stream { pieces.append(piece) }
    return Outcome(result: result, pieces: pieces)
  }

  private func checkDocument(_ outcome: Outcome, _ schema: JSONValue) throws {
    #expect(outcome.result.question == nil)
    #expect(outcome.result.finishReason == .stop)
    #expect(try CompiledSchema(schema).isValid(try JSONParser.parse(outcome.result.text)))
    var text = ""
    for piece in outcome.pieces { if case .text(let more) = piece { text += more } else { Issue.record("\(piece)") } }
    #expect(text == outcome.result.text)
  }

  private func checkQuestion(_ outcome: Outcome) throws {
    let question = try #require(outcome.result.question)
    #expect(question.contains { !$0.isWhitespace })
    #expect(outcome.result.text.isEmpty)
    #expect(outcome.result.finishReason == .question)
    #expect(outcome.pieces == [.question(question)])
  }

  @Test(arguments: UInt64(0)..<4) func theModelChooses(seed: UInt64) async throws {
    try checkDocument(try await outcome(try await request(Self.list, objectBias: -100, seed: seed)), Self.list)
    try checkQuestion(try await outcome(try await request(Self.list, objectBias: 100, seed: seed)))
  }

  /// Both start with `{"clarify":`, so that nothing is told before the value begins.
  @Test(arguments: UInt64(0)..<6) func whatMayBecomeEitherIsHeldBack(seed: UInt64) async throws {
    let schema: JSONValue = [
      "type": "object", "properties": ["clarify": ["type": "integer", "minimum": 0, "maximum": 9]],
      "required": ["clarify"], "additionalProperties": false,
    ]
    let outcome = try await outcome(try await request(schema, seed: seed))
    if outcome.result.question == nil { try checkDocument(outcome, schema) } else { try checkQuestion(outcome) }
  }

  @Test func whatIsBothIsAQuestion() async throws {
    try checkQuestion(try await outcome(try await request(Clarification.schema)))
  }

  @Test(arguments: [0.0, 100, -100]) func theBudgetHoldsForBoth(bias: Double) async throws {
    let refusal = await engine.refusal(of: try await request(Self.list, objectBias: bias, maxTokens: 1))
    guard case .budgetTooSmall(let needed, given: 1) = refusal else {
      Issue.record("refused with \(String(describing: refusal))")
      return
    }
    for seed in UInt64(0)..<4 {
      let outcome = try await outcome(
        try await request(Self.list, objectBias: bias, maxTokens: needed, seed: seed))
      #expect(outcome.result.tokens.count <= needed)
      if outcome.result.question == nil { try checkDocument(outcome, Self.list) } else { try checkQuestion(outcome) }
    }
  }
}
