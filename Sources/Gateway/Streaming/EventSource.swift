/// Takes the events of one generation, first in the handler and then in the body that it returned, and tells in between
/// that time passes.
///
/// `@unchecked Sendable`: the handler and its body run one after the other in one task. When the source is dropped, the
/// generation is cancelled.
final class EventSource: @unchecked Sendable {
  enum Occurrence: Sendable {
    case event(GenerationEvent)
    /// Comes at every interval, whatever else comes.
    case tick
  }

  private var iterator: AsyncThrowingStream<Occurrence, any Error>.AsyncIterator
  private let tasks: [Task<Void, Never>]

  init(_ events: PreparedAnswer.Events, interval: Duration) {
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: Occurrence.self)
    iterator = stream.makeAsyncIterator()
    let pump = Task {
      do {
        for try await event in events { continuation.yield(.event(event)) }
        continuation.finish()
      } catch {
        continuation.finish(throwing: error)
      }
    }
    let clock = Task {
      // Cancelled with the source.
      while true {
        do { try await Task.sleep(for: interval) } catch { return }
        continuation.yield(.tick)
      }
    }
    tasks = [pump, clock]
  }

  deinit { for task in tasks { task.cancel() } }

  /// Nil at the end, and when the task was cancelled.
  func next() async throws -> Occurrence? { try await iterator.next() }
}
