import HTTPServer
import JSON

extension Gateway {
  typealias Events = GenerationPipeline.Events

  /// All answers, whole.
  func collect(_ events: Events) async throws -> (choices: [Completion], usage: Usage) {
    var choices: [Completion] = []
    var text = ""
    var calls: [CallAnswer] = []
    for try await event in events {
      switch event {
      case .text(_, let piece): text += piece
      case .call(_, _, let call): calls.append(call)
      case .arguments(_, let number, let piece): calls[number].arguments += piece
      case .ended(_, let reason):
        choices.append(Completion(text: text, calls: calls, finishReason: reason))
        (text, calls) = ("", [])
      case .finished(let usage): return (choices, usage)
      }
    }
    // The stream ends early only when this task was cancelled.
    throw CancellationError()
  }

  /// A response that streams what the encoder makes of the events.
  ///
  /// Waits for the first event, so that what fails before it is answered with a truthful status; but not for long: then
  /// comments keep the connection alive, and an error becomes an event.
  func stream(_ events: Events, _ encoder: some EventEncoder) async throws -> HTTPResponse {
    let source = EventSource(events, interval: limits.silence)
    guard let first = try await source.next() else { throw CancellationError() }
    return HTTPResponse(
      headers: ["Content-Type": ServerSentEvents.contentType, "Cache-Control": "no-cache", "X-Accel-Buffering": "no"],
      body: .stream { writer in
        var encoder = encoder
        var next: EventSource.Occurrence? = first
        let opening = encoder.opening()
        var isSilent = opening.isEmpty
        do {
          if !opening.isEmpty { try await writer.write(opening) }
          while let occurrence = next {
            switch occurrence {
            case .tick:
              if isSilent { try await writer.write(ServerSentEvents.comment) }
              isSilent = true
            case .event(let event):
              let text = encoder.text(for: event)
              if !text.isEmpty { try await writer.write(text) }
              isSilent = false
            }
            if case .event(.finished) = occurrence { break }
            next = try await source.next()
          }
        } catch let error as GatewayError {
          try await writer.write(encoder.failure(report(error)))
          throw error
        }
        guard next != nil else { throw CancellationError() }
        try await writer.write(encoder.closing())
      })
  }
}
