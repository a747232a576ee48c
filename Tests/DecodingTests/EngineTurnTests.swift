import Decoding
import Testing
import Tokenizer

/// Requests that wait, and requests that are given up.
@Suite(.timeLimit(.minutes(15))) struct EngineTurnTests {
  /// A text that takes long: nothing may end it.
  private func endless(_ engine: Engine) throws -> GenerationRequest {
    let prompt = try engine.prompt([ChatMessage(role: .user, content: "Go on and on.")])
    var sampling = SamplingParameters(seed: 1)
    for name in ["<|im_end|>", "<|endoftext|>"] {
      sampling.logitBias[try #require(engine.tokenizer.vocabulary.id(of: name))] = -.infinity
    }
    return GenerationRequest(
      promptTokens: prompt, sampling: sampling, maxTokens: engine.contextLength - prompt.count)
  }

  /// Starts a generation and returns when it runs.
  private func start(_ request: GenerationRequest, on engine: Engine) async -> Task<GenerationResult, any Error> {
    let started = AsyncStream.makeStream(of: Void.self)
    let task = Task {
      defer { started.continuation.finish() }
      return try await engine.generate(request) { _ in started.continuation.yield() }
    }
    for await _ in started.stream { break }
    return task
  }

  @Test func cancellationStopsWhatRuns() async throws {
    let engine = try BundledModel.engine(width: 1)
    let request = try endless(engine)
    let task = await start(request, on: engine)
    task.cancel()
    await #expect(throws: GenerationError.cancelled) { try await task.value }
    // The engine is free again.
    var short = request
    short.maxTokens = 2
    #expect(try await engine.generate(short).tokens.count == 2)
  }

  @Test func cancellationReachesWhatWaits() async throws {
    let engine = try BundledModel.engine(width: 1)
    let request = try endless(engine)
    let running = await start(request, on: engine)
    let waiting = Task { try await engine.generate(request) }
    await untilWaiting(1, on: engine)
    waiting.cancel()
    await #expect(throws: GenerationError.cancelled) { try await waiting.value }
    #expect(engine.waiting == 0)
    running.cancel()
    await #expect(throws: GenerationError.cancelled) { try await running.value }
  }

  @Test func interruptionsReachWhatRunsAndWhatWaits() async throws {
    let engine = try BundledModel.engine(width: 1)
    let request = try endless(engine)
    let (first, second, early) = (Interruption(), Interruption(), Interruption())
    let started = AsyncStream.makeStream(of: Void.self)
    let running = Task {
      try await engine.generate(request, interruption: first) { _ in started.continuation.yield() }
    }
    for await _ in started.stream { break }
    let waiting = Task { try await engine.generate(request, interruption: second) }
    await untilWaiting(1, on: engine)
    second.interrupt()
    await #expect(throws: GenerationError.cancelled) { try await waiting.value }
    #expect(engine.waiting == 0)
    early.interrupt()
    await #expect(throws: GenerationError.cancelled) { try await engine.generate(request, interruption: early) }
    #expect(engine.waiting == 0)
    first.interrupt()
    first.interrupt()
    await #expect(throws: GenerationError.cancelled) { try await running.value }
  }

  @Test func tooManyAreTurnedAway() async throws {
    let engine = try BundledModel.engine(waitingLimit: 1, width: 1)
    let request = try endless(engine)
    let running = await start(request, on: engine)
    let waiting = Task { try await engine.generate(request) }
    await untilWaiting(1, on: engine)
    guard case .overloaded(let full) = await engine.refusal(of: request) else {
      Issue.record("it was taken")
      return
    }
    #expect(full.share == .everybody)
    #expect(full.waiting == 1)
    #expect(full.seconds >= 1)
    for task in [waiting, running] {
      task.cancel()
      await #expect(throws: GenerationError.cancelled) { try await task.value }
    }
  }

  @Test func turnsComeInOrder() async throws {
    let engine = try BundledModel.engine(width: 1)
    let running = await start(try endless(engine), on: engine)
    var short = try endless(engine)
    short.maxTokens = 1
    let order = AsyncStream.makeStream(of: Int.self)
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<4 {
      tasks.append(
        Task { [short] in
          _ = try await engine.generate(short) { _ in order.continuation.yield(number) }
        })
      await untilWaiting(number + 1, on: engine)
    }
    running.cancel()
    for task in tasks { try await task.value }
    order.continuation.finish()
    var seen: [Int] = []
    for await number in order.stream { seen.append(number) }
    #expect(seen == [0, 1, 2, 3])
  }

  @Test func clientsTakeTurns() async throws {
    let engine = try BundledModel.engine(waitingLimit: 4, width: 1)
    let running = await start(try endless(engine), on: engine)
    var short = try endless(engine)
    short.maxTokens = 1
    let order = AsyncStream.makeStream(of: String.self)
    var tasks: [Task<Void, any Error>] = []
    for client in ["a", "a", "a", "b"] {
      short.place = QueuePlace(client: client)
      tasks.append(
        Task { [short] in
          _ = try await engine.generate(short) { _ in order.continuation.yield(client) }
        })
      await untilWaiting(tasks.count, on: engine)
      // One client may have three quarters of the places.
      if tasks.count == 3 {
        guard case .overloaded(let full) = await engine.refusal(of: short) else {
          Issue.record("it was taken")
          return
        }
        #expect(full.share == .own)
      }
    }
    running.cancel()
    for task in tasks { try await task.value }
    order.continuation.finish()
    var seen: [String] = []
    for await client in order.stream { seen.append(client) }
    #expect(seen == ["a", "b", "a", "a"])
  }

  private func untilWaiting(_ count: Int, on engine: Engine) async {
    while engine.waiting < count, !Task.isCancelled { await Task.yield() }
  }
}
