import Decoding
import JSON
import Schema
import Testing
import Tokenizer

@Suite struct EngineTests {
  static let person: JSONValue = [
    "type": "object",
    "properties": ["name": ["type": "string"], "age": ["type": "integer", "minimum": 0, "maximum": 150]],
    "required": ["name", "age"], "additionalProperties": false,
  ]

  let engine: Engine

  init() throws { engine = try BundledModel.shared.get() }

  private func request(
    _ schema: JSONValue? = nil, maxTokens: Int, temperature: Double = 1.5, seed: UInt64 = 1
  ) async throws -> GenerationRequest {
    let messages = [ChatMessage(role: .user, content: "Anna Lee is 34 years old.")]
    var constraint = OutputConstraint.none
    if let schema { constraint = .document(try await engine.compile(schema: schema)) }
    return GenerationRequest(
      promptTokens: try engine.prompt(messages, schema: schema), constraint: constraint,
      sampling: SamplingParameters(temperature: temperature, seed: seed), maxTokens: maxTokens)
  }

  @Test(arguments: [nil, Self.person]) func sameSeedSameTokens(schema: JSONValue?) async throws {
    var texts: Set<[TokenID]> = []
    for seed in UInt64(0)..<4 {
      let first = try await engine.generate(try await request(schema, maxTokens: 40, seed: seed))
      let second = try await engine.generate(try await request(schema, maxTokens: 40, seed: seed))
      #expect(first.tokens == second.tokens)
      #expect(first.text == second.text)
      texts.insert(first.tokens)
    }
    #expect(texts.count > 1)
  }

  @Test func streamsTheText() async throws {
    let pieces = AsyncStream.makeStream(of: String.self)
    let result = try await engine.generate(try await request(Self.person, maxTokens: 60)) {
      if case .text(let text) = $0 { pieces.continuation.yield(text) }
    }
    pieces.continuation.finish()
    var text = ""
    for await piece in pieces.stream { text += piece }
    #expect(text == result.text)
    #expect(engine.tokenizer.decodeBytes(result.tokens).elementsEqual(text.utf8))
  }

  @Test func documentsAreValidAtAnyTemperature() async throws {
    for (name, schema) in try BundledModel.soakSchemas() {
      let validator = try CompiledSchema(schema)
      for (seed, budget) in [(UInt64(1), 48), (2, 90)] {
        let result = try await engine.generate(
          try await request(schema, maxTokens: budget, temperature: 2, seed: seed))
        #expect(result.finishReason == .stop, "\(name)")
        #expect(result.tokens.count <= budget, "\(name)")
        #expect(try validator.isValid(try JSONParser.parse(result.text)), "\(name): \(result.text)")
      }
    }
  }

  @Test(
    arguments: [
      person, ["type": "string", "minLength": 9], ["const": [1, 2, ["x": nil]]], ["enum": ["red", "green"]],
      ["type": "array", "items": ["type": "boolean"], "minItems": 5],
      ["type": "integer", "minimum": 123_456, "maximum": 123_999],
    ] as [JSONValue])
  func aBudgetIsEnoughOrRefused(schema: JSONValue) async throws {
    // Asking for one token tells how many are needed.
    let refusal = await engine.refusal(of: try await request(schema, maxTokens: 1))
    guard case .budgetTooSmall(let needed, let given) = refusal else {
      Issue.record("refused with \(String(describing: refusal))")
      return
    }
    #expect(given == 1)
    let short = try await request(schema, maxTokens: needed - 1)
    #expect(await engine.refusal(of: short) == .budgetTooSmall(needed: needed, given: needed - 1))
    for seed in UInt64(0)..<3 {
      let result = try await engine.generate(try await request(schema, maxTokens: needed, temperature: 2, seed: seed))
      #expect(result.finishReason == .stop)
      #expect(result.tokens.count <= needed)
    }
  }

  @Test(
    arguments: [
      ["type": "string", "enum": ["yes", "no \"and\"\nno", ""]],
      ["type": "string", "pattern": #"^(?:[\\"\n]{2}[a-cä𝄞]{3,5})$"#],
      ["type": "string", "pattern": #"^\d{3}-\d{4}$"#],
    ] as [JSONValue]) func stringsAreGivenOutAsTheyAre(schema: JSONValue) async throws
  {
    let validator = try CompiledSchema(schema)
    let constraint = try await engine.compile(schema: schema)
    for seed in UInt64(0)..<3 {
      var request = try await request(maxTokens: 60, temperature: 2, seed: seed)
      request.constraint = .string(constraint)
      let pieces = AsyncStream.makeStream(of: String.self)
      let result = try await engine.generate(request) {
        if case .text(let text) = $0 { pieces.continuation.yield(text) }
      }
      pieces.continuation.finish()
      #expect(try validator.isValid(.string(result.text)), "\(result.text)")
      #expect(result.finishReason == .stop)
      var text = ""
      for await piece in pieces.stream { text += piece }
      #expect(text == result.text)
    }
  }

  @Test func textEndsAtItsBudget() async throws {
    var free = try await request(maxTokens: 5)
    free.sampling.logitBias = try endBiases()
    let result = try await engine.generate(free)
    #expect(result.finishReason == .length)
    #expect(result.tokens.count == 5)
  }

  @Test func textEndsBeforeAStopSequence() async throws {
    var free = try await request(maxTokens: 12, temperature: 0)
    free.sampling.logitBias = try endBiases()
    let whole = try await engine.generate(free).text
    let stop = String(try #require(whole.dropFirst(3).first))
    free.stop = ["never in it", stop]
    let result = try await engine.generate(free)
    #expect(result.finishReason == .stop)
    #expect(result.text == whole.prefix { String($0) != stop })
  }

  @Test func refusesMoreThanTheContext() async throws {
    let budget = engine.contextLength
    let request = try await request(maxTokens: budget)
    let prompt = request.promptTokens.count
    #expect(await engine.refusal(of: request) == .contextExceeded(prompt: prompt, budget: budget, limit: budget))
  }

  @Test func refusesKeywordsThatTheMasksDoNotEnforceByName() async throws {
    do throws(GenerationError) {
      _ = try await engine.compile(schema: ["properties": ["a/b": ["pattern": "(a)\\1"]]])
      Issue.record("not refused")
    } catch {
      guard case .schema(.unsupportedPattern(let place, _, _)) = error else {
        Issue.record("refused with \(error)")
        return
      }
      #expect(place.description.hasSuffix("/properties/a~1b/pattern"))
    }
  }

  @Test func refusesParametersOutOfRange() async throws {
    var request = try await request(maxTokens: 4)
    request.sampling.topP = 2
    let refusal = await engine.refusal(of: request)
    guard case .sampling(.outOfRange(field: .topP, _, _)) = refusal else {
      Issue.record("refused with \(String(describing: refusal))")
      return
    }
  }

  /// Forbids the tokens that would end a text.
  private func endBiases() throws -> [TokenID: Double] {
    var biases: [TokenID: Double] = [:]
    for name in ["<|im_end|>", "<|endoftext|>"] {
      biases[try #require(engine.tokenizer.vocabulary.id(of: name))] = -.infinity
    }
    return biases
  }
}
