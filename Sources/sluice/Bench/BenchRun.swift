import Decoding
import JSON
import Tokenizer

/// Measures one model. Requests go through the engine, as a server's do.
struct BenchRun {
  let engine: Engine
  let promptTokens: Int
  let decodeTokens: Int
  /// Bytes per second that the machine reads.
  let bandwidth: Double

  func figures(_ bench: BenchCase) async throws -> BenchFigures {
    let constraint = bench.hasSchema ? try await engine.compile(schema: Self.schema) : nil
    // What is used for the first time takes longer.
    _ = try await generate(bench.batch, prompt: 8, tokens: 4, constraint, seed: 1)
    let read = try await generate(bench.batch, prompt: promptTokens, tokens: 1, nil, seed: 2)
    let short = min(16, promptTokens)
    let written = try await generate(bench.batch, prompt: short, tokens: decodeTokens, constraint, seed: 3)
    let prompts = try await generate(bench.batch, prompt: short, tokens: 1, nil, seed: 4)
    let rate = Double(written.tokens) / max(written.seconds - prompts.seconds, 1e-9)
    return BenchFigures(
      bench: bench, prefillRate: Double(bench.batch * promptTokens) / read.seconds, firstToken: read.mean,
      decodeRate: rate,
      bandwidthShare: bench.batch == 1 && !bench.hasSchema ? rate * Double(engine.bytesPerStep) / bandwidth : nil)
  }

  /// Least budget of a document; the schema's shortest has about 30 tokens.
  private static let documentTokens = 64

  private struct Outcome {
    var tokens = 0
    /// From the first request to the end of the last.
    var seconds = 0.0
    /// Of a request.
    var mean = 0.0
  }

  private func generate(
    _ count: Int, prompt: Int, tokens: Int, _ constraint: DocumentConstraint?, seed: UInt64
  ) async throws -> Outcome {
    var requests: [GenerationRequest] = []
    for number in 0..<count {
      var sampling = SamplingParameters(temperature: 1, seed: seed)
      // Texts are as long as they may be.
      if constraint == nil { for token in engine.endTokens { sampling.logitBias[token] = -.infinity } }
      var request = GenerationRequest(
        promptTokens: tokensOfPrompt(prompt, seed: seed * 1000 + UInt64(number)), sampling: sampling,
        maxTokens: constraint == nil ? tokens : max(tokens, Self.documentTokens))
      if let constraint { request.constraint = .document(constraint) }
      requests.append(request)
    }
    let clock = ContinuousClock()
    let began = clock.now
    let results = try await withThrowingTaskGroup(of: (tokens: Int, seconds: Double).self) { group in
      for request in requests {
        group.addTask { [engine] in
          var written = 0
          // A document that ends early is followed by another, as a server's next request would be.
          repeat {
            let result = try await engine.generate(request)
            written += result.tokens.count
          } while constraint != nil && written < tokens
          return (written, (clock.now - began) / .seconds(1))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    return Outcome(
      tokens: results.reduce(0) { $0 + $1.tokens }, seconds: (clock.now - began) / .seconds(1),
      mean: results.reduce(0) { $0 + $1.seconds } / Double(count))
  }

  /// Tokens that differ from request to request, so that nothing of them is known yet.
  private func tokensOfPrompt(_ count: Int, seed: UInt64) -> [TokenID] {
    var random = Xoshiro256(seed: seed)
    let size = UInt64(engine.tokenizer.vocabulary.count)
    return (0..<count).map { _ in
      var token = TokenID(Int(random.next() % size))
      while engine.endTokens.contains(token) { token = TokenID(Int(random.next() % size)) }
      return token
    }
  }

  /// An order with its items.
  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "customer": ["type": "string"], "date": ["type": "string", "format": "date"],
      "status": ["enum": ["open", "paid", "shipped", "returned"]], "total": ["type": "number"],
      "items": [
        "type": "array",
        "items": [
          "type": "object",
          "properties": [
            "name": ["type": "string"], "count": ["type": "integer", "minimum": 1],
            "price": ["type": "number", "minimum": 0],
          ],
          "required": ["name", "count", "price"], "additionalProperties": false,
        ],
      ],
    ],
    "required": ["customer", "date", "status", "total", "items"], "additionalProperties": false,
  ]
}
