import Decoding
import JSON
import Synchronization
import Tokenizer

/// Measures one model. Requests go through the engine, as a server's do.
struct BenchRun {
  let engine: Engine
  let promptTokens: Int
  let decodeTokens: Int
  /// Bytes per second that the machine reads.
  let bandwidth: Double

  func figures(_ bench: BenchCase) async throws -> BenchFigures {
    // What is used for the first time takes longer.
    _ = try await written(bench, seed: 1, atLeast: bench.batch)
    let read = try await read(bench)
    let (written, free) = try await written(bench, seed: 2, atLeast: bench.batch * decodeTokens)
    let share = written.rate * Double(engine.bytesPerStep) / bandwidth
    return BenchFigures(
      bench: bench, prefillRate: Double(bench.batch * promptTokens) / read.last, firstToken: read.mean,
      written: written, bandwidthShare: bench.batch == 1 && bench.texts == .free ? share : nil,
      ofFree: bench.texts == .free ? nil : written.rate / free.rate)
  }

  /// Reads prompts for one token each.
  ///
  /// - Returns: seconds to the last one's and to the mean one's.
  private func read(_ bench: BenchCase) async throws -> (last: Double, mean: Double) {
    let count = bench.batch
    // Prompts that no other case has had: what is known of those is not read again.
    let kind = BenchTexts.allCases.firstIndex(of: bench.texts)!
    let seed = UInt64(kind * 10_000_000 + bench.batch * 2_000)
    let began = ContinuousClock.now
    let seconds = try await withThrowingTaskGroup(of: Double.self) { group in
      for number in 0..<count {
        let prompt = tokensOfPrompt(promptTokens, seed: seed + UInt64(number))
        let request = GenerationRequest(promptTokens: prompt, sampling: Self.sampling(seed: 2), maxTokens: 1)
        group.addTask { [engine] in
          _ = try await engine.generate(request)
          return (ContinuousClock.now - began) / .seconds(1)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    return (seconds.max() ?? 0, seconds.reduce(0, +) / Double(count))
  }

  /// Writes texts, so many at a time, and counts what they come to while all are under way: behind the prompts, and until
  /// the first one ends. Then all begin anew, until there are as many tokens as wanted.
  ///
  /// - Returns: what was written, and what was written behind the same prompts in turns with it without a schema and
  ///   guesses, as long on average, so that whatever else the machine does slows both.
  private func written(
    _ bench: BenchCase, seed: UInt64, atLeast tokens: Int
  ) async throws -> (texts: BenchWindow, free: BenchWindow) {
    let constraint = bench.texts.hasSchema ? try await engine.compile(schema: BenchDocuments.schema) : nil
    var (texts, free) = (BenchWindow(), BenchWindow())
    var round: UInt64 = 0
    while texts.tokens < tokens || free.tokens < 1 {
      let seeds = (0..<UInt64(bench.batch)).map { seed * 1_000_000 + round * 1_000 + $0 }
      let requests = try seeds.map { try request(bench.texts, seed: $0) }
      // A window begins with the first token and has to end with a later one.
      var length = max(decodeTokens, Self.shortest)
      if let constraint {
        let before = texts.tokens
        try await add(requests.map { $0.held(to: constraint) }, to: &texts)
        length = max(Self.shortest, (texts.tokens - before) / bench.batch)
      }
      try await add(requests.map { $0.freed(engine.endTokens, length: length) }, to: &free)
      if constraint == nil { texts = free }
      round += 1
    }
    return (texts, free)
  }

  private static let shortest = 8

  private func add(_ requests: [GenerationRequest], to window: inout BenchWindow) async throws {
    let ended = Atomic(0)
    var requests = requests
    let texts = requests.map { _ in GenerationProgress(watchesBudget: false) }
    for index in requests.indices { requests[index].progress = texts[index] }
    let looks = try await withThrowingTaskGroup(of: Void.self) { group in
      for request in requests {
        group.addTask { @Sendable [engine] in
          defer { ended.add(1, ordering: .relaxed) }
          _ = try await engine.generate(request)
        }
      }
      var first: BenchLook?
      var last = BenchLook(texts, engine)
      while ended.load(ordering: .relaxed) == 0 {
        try await Task.sleep(for: .milliseconds(1))
        last = BenchLook(texts, engine)
        if first == nil, last.fewest > 0 { first = last }
      }
      // The others have been measured too.
      group.cancelAll()
      while let result = await group.nextResult() {
        if case .failure(let error) = result, error as? GenerationError != .cancelled { throw error }
      }
      return (first ?? last, last)
    }
    window.add(from: looks.0, to: looks.1, texts: requests.count)
    // Cancelled texts go at the next step.
    while engine.isBusy { try await Task.sleep(for: .milliseconds(1)) }
  }

  private func request(_ texts: BenchTexts, seed: UInt64) throws -> GenerationRequest {
    var request = GenerationRequest(
      promptTokens: tokensOfPrompt(min(16, promptTokens), seed: seed), sampling: Self.sampling(seed: seed),
      maxTokens: BenchDocuments.budget)
    request.allowsGuesses = texts == .extracts
    if texts == .extracts {
      request.sampling.temperature = 0
      let message = ChatMessage(role: .user, content: BenchDocuments.text(Int(seed % 1_000_000)))
      request.promptTokens = try engine.prompt([message], schema: BenchDocuments.schema)
    }
    return request
  }

  private static func sampling(seed: UInt64) -> SamplingParameters { SamplingParameters(temperature: 1, seed: seed) }

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
}

extension GenerationRequest {
  fileprivate func held(to constraint: DocumentConstraint) -> GenerationRequest {
    var request = self
    request.constraint = .document(constraint)
    return request
  }

  /// Of a free text of so many tokens, without guesses.
  fileprivate func freed(_ endTokens: [TokenID], length: Int) -> GenerationRequest {
    var request = self
    for token in endTokens { request.sampling.logitBias[token] = -.infinity }
    request.maxTokens = length
    request.allowsGuesses = false
    return request
  }
}
