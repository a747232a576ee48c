/// Takes the events of one generation, first in the handler and then in the body that it returned.
///
/// `@unchecked Sendable`: the handler and its body run one after the other in one task. When the source is dropped, the
/// generation is cancelled.
final class EventSource: @unchecked Sendable {
  private var iterator: Gateway.Events.AsyncIterator

  init(_ events: Gateway.Events) { iterator = events.makeAsyncIterator() }

  /// Nil at the end, and when the task was cancelled.
  func next() async throws -> GenerationEvent? { try await iterator.next() }
}
