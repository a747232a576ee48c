/// An answer that can be generated, whole or as a stream; that has not begun.
struct PreparedAnswer: Sendable {
  typealias Emit = @Sendable (GenerationEvent) -> Void
  typealias Events = AsyncThrowingStream<GenerationEvent, any Error>

  private let produce: @Sendable (@escaping Emit) async throws -> Void

  /// - Parameter produce: generates the answer and tells of it, one event after another, from any thread.
  init(_ produce: @escaping @Sendable (@escaping Emit) async throws -> Void) { self.produce = produce }

  /// The answer, when all of it is there.
  func whole() async throws -> WholeAnswer {
    let collector = AnswerCollector()
    try await produce { collector.take($0) }
    return collector.answer
  }

  /// The answer as it comes. Runs until it is done, or until the consumer drops the stream or is cancelled.
  ///
  /// What is generated waits for the consumer without a bound of its own: the budget bounds it, and a client that reads
  /// slowly must not hold the model.
  func events() -> Events {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: GenerationEvent.self)
    let task = Task {
      do {
        try await produce { continuation.yield($0) }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }
}
