import JSON
import Masking
import Qwen2
import Testing
import Tokenizer

@testable import Decoding

/// Texts that run together.
@Suite(.timeLimit(.minutes(15))) struct SchedulerTests {
  /// Texts of several kinds: free and under schemas, short and long prompts, at several temperatures.
  private func requests(_ engine: Engine) async throws -> [GenerationRequest] {
    let schemas = try BundledModel.soakSchemas()
    var requests: [GenerationRequest] = []
    for number in 0..<10 {
      let sentence = "Anna Lee is \(20 + number) years old and lives in Bern. "
      let text = String(repeating: sentence, count: 1 + number % 4 * 3)
      var request = GenerationRequest(
        promptTokens: [],
        sampling: SamplingParameters(temperature: [0, 0.7, 1.5][number % 3], topP: 0.95, seed: UInt64(number)),
        maxTokens: 40 + 10 * (number % 3))
      var shown: JSONValue?
      if number % 5 != 0 {
        let schema = schemas[number % schemas.count].schema
        request.constraint = .document(try await engine.compile(schema: schema))
        request.report = number % 2 == 0 ? nil : ReportOptions(alternatives: 2, tellsUnmasked: true)
        shown = schema
      }
      request.promptTokens = try engine.prompt([ChatMessage(role: .user, content: text)], schema: shown)
      requests.append(request)
    }
    return requests
  }

  /// Free texts that only their budgets end.
  ///
  /// - Parameter budget: behind a prompt of so many tokens.
  private func endless(_ count: Int, _ engine: Engine, budget: (Int) -> Int) throws -> [GenerationRequest] {
    try (0..<count).map { number in
      var sampling = SamplingParameters(temperature: 1, seed: UInt64(number))
      for token in engine.vocabulary.endTokens { sampling.logitBias[token] = -.infinity }
      let prompt = try engine.prompt([ChatMessage(role: .user, content: "Go on \(number).")])
      return GenerationRequest(promptTokens: prompt, sampling: sampling, maxTokens: budget(prompt.count))
    }
  }

  private func together(_ requests: [GenerationRequest], on engine: Engine) async throws -> [GenerationResult] {
    try await withThrowingTaskGroup(of: (Int, GenerationResult).self) { group in
      for (number, request) in requests.enumerated() {
        group.addTask { (number, try await engine.generate(request)) }
      }
      return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// The counts when nothing runs any more; they are of the last step's end.
  private func settled(_ engine: Engine) async -> SchedulerCounts {
    while !Task.isCancelled, engine.isBusy || engine.statistics.running > 0 { await Task.yield() }
    return engine.statistics
  }

  /// Whatever runs beside a text or begins as it does, it stays what it is alone.
  @Test func companyChangesNothing() async throws {
    let lonely = try BundledModel.engine(width: 1, lookahead: 0)
    var alone: [GenerationResult] = []
    for request in try await requests(lonely) { alone.append(try await lonely.generate(request)) }
    // Without patience every guide works apart.
    for (width, patience) in [(16, Engine.usualPatience), (3, Engine.usualPatience), (16, .zero), (3, .zero)] {
      let engine = try BundledModel.engine(width: width, patience: patience)
      let requests = try await requests(engine)
      for _ in 0..<2 {
        let results = try await together(requests, on: engine)
        for (result, own) in zip(results, alone) {
          #expect(result.tokens == own.tokens)
          #expect(result.text == own.text)
          #expect(result.maskedMasses == own.maskedMasses)
          #expect(result.reports == own.reports)
        }
      }
      let counts = await settled(engine)
      #expect(counts.usedPages == 0)
      // The second round found the prompts of the first one.
      #expect(counts.sharedTokens > 0)
    }
  }

  /// Texts that grow beyond the cache lose their pages and are read again, and nobody sees it.
  @Test(arguments: [Engine.usualPatience, .zero]) func tooFewPagesChangeNothing(_ patience: Duration) async throws {
    let roomy = try BundledModel.engine(width: 1, lookahead: 0)
    var alone: [[TokenID]] = []
    for request in try endless(5, roomy, budget: { _ in 90 }) { alone.append(try await roomy.generate(request).tokens) }
    let engine = try BundledModel.engine(pages: 16, patience: patience)
    #expect(try await together(endless(5, engine) { _ in 90 }, on: engine).map(\.tokens) == alone)
    let counts = await settled(engine)
    #expect(counts.preemptions > 0)
    #expect(counts.usedPages == 0)
  }

  /// Of two texts each of which fills the cache, the older one goes on until it ends, and the other one then.
  @Test(arguments: [Engine.usualPatience, .zero]) func textsThatFillTheCacheEnd(_ patience: Duration) async throws {
    let engine = try BundledModel.engine(pages: 8, patience: patience)
    #expect(engine.contextLength == 128)
    let results = try await together(endless(3, engine) { 128 - $0 }, on: engine)
    let roomy = try BundledModel.engine(width: 1, lookahead: 0)
    for (result, request) in zip(results, try endless(3, roomy, budget: { 128 - $0 })) {
      #expect(try await roomy.generate(request).tokens == result.tokens)
    }
    #expect(await settled(engine).usedPages == 0)
  }

  /// What is copied from the prompt is guessed: the same tokens in fewer steps, at any temperature.
  @Test func guessesSaveSteps() async throws {
    let plain = try await copied(by: BundledModel.engine(lookahead: 0))
    let guessed = try await copied(by: BundledModel.engine(lookahead: 16))
    #expect(plain.counts.rightRows == 0)
    #expect(guessed.counts.rightRows > 0)
    #expect(guessed.tokens == plain.tokens)
    #expect(guessed.counts.steps < plain.counts.steps)
  }

  /// Masks that turn out to be slow in the midst of a guess.
  @Test func patienceChangesNoGuess() async throws {
    let plain = try await copied(by: BundledModel.engine(lookahead: 0)).tokens
    for microseconds in [0, 10, 30, 100, 300, 1_000] {
      let engine = try BundledModel.engine(lookahead: 16, patience: .microseconds(microseconds))
      for _ in 0..<3 { #expect(try await copied(by: engine).tokens == plain) }
    }
  }

  /// Texts that have much of the prompt in them, at several temperatures.
  private func copied(by engine: Engine) async throws -> (tokens: [[TokenID]], counts: SchedulerCounts) {
    let schema: JSONValue = [
      "type": "object", "properties": ["name": ["type": "string"], "street": ["type": "string"]],
      "required": ["name", "street"], "additionalProperties": false,
    ]
    let text = "Josephine Abernathy-Winterbottom lives in Upper Kensington Gardens Avenue. Extract name and street."
    var tokens: [[TokenID]] = []
    for (seed, temperature) in [(UInt64(1), 0.0), (2, 0.3), (3, 1)] {
      let request = GenerationRequest(
        promptTokens: try engine.prompt([ChatMessage(role: .user, content: text)], schema: schema),
        constraint: .document(try await engine.compile(schema: schema)),
        sampling: SamplingParameters(temperature: temperature, seed: seed), maxTokens: 90)
      tokens.append(try await engine.generate(request).tokens)
    }
    return (tokens, await settled(engine))
  }

  @Test func whatIsCancelledGivesItsPagesBack() async throws {
    let engine = try BundledModel.engine(width: 4)
    let prompt = try engine.prompt([ChatMessage(role: .user, content: "Go on and on.")])
    var sampling = SamplingParameters(seed: 1)
    for token in engine.vocabulary.endTokens { sampling.logitBias[token] = -.infinity }
    let request = GenerationRequest(promptTokens: prompt, sampling: sampling, maxTokens: 1000)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let tasks = (0..<4).map { _ in Task { try await engine.generate(request) { _ in begin.yield() } } }
    for await _ in begun.prefix(40) {}
    #expect(engine.statistics.usedPages > 0)
    for task in tasks { task.cancel() }
    for task in tasks { await #expect(throws: GenerationError.cancelled) { try await task.value } }
    #expect(await settled(engine).usedPages == 0)
  }

  @Test func aCacheHasAtLeastAPage() {
    #expect(throws: EngineError.cacheTooSmall(bytes: 65_535, page: 65_536)) {
      try Engine(modelDirectory: BundledModel.directory, cacheBytes: 65_535)
    }
  }

  /// What fits into the cache bounds prompt and budget together.
  @Test func aSmallCacheShortensTheContext() async throws {
    let engine = try BundledModel.engine(pages: 4)
    #expect(engine.contextLength == 64)
    let request = GenerationRequest(
      promptTokens: Array(repeating: TokenID(5), count: 60), sampling: SamplingParameters(seed: 1), maxTokens: 5)
    #expect(await engine.refusal(of: request) == .contextExceeded(prompt: 60, budget: 5, limit: 64))
    var fitting = request
    fitting.maxTokens = 4
    #expect(try await engine.generate(fitting).promptTokens == 60)
  }

  @Test func aPromptHasTokens() async throws {
    let engine = try BundledModel.shared.get()
    #expect(await engine.refusal(of: GenerationRequest(promptTokens: [], maxTokens: 1)) == .model(.noTokens))
  }
}
