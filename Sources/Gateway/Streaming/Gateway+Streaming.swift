import HTTPServer
import JSON

extension Gateway {
  typealias Events = GenerationPipeline.Events

  /// What becomes of a plan, under its contract if it has one.
  func events(of plan: GenerationPlan) async throws(GatewayError) -> Events {
    if let contract = try await contract(of: plan) { return try await events(of: plan, under: contract) }
    return try await pipeline.start(plan)
  }

  /// A response with all answers, whole.
  func whole(_ events: Events, json: (WholeAnswer) throws -> JSONValue) async throws -> HTTPResponse {
    let answer = try await collect(events)
    var response = Self.answer(try json(answer))
    response.headers.fill(from: answer.origin.headers)
    return response
  }

  private func collect(_ events: Events) async throws -> WholeAnswer {
    var choices: [Completion] = []
    var next = Completion(text: "", finishReason: .stop)
    var origin: AnswerOrigin?
    for try await event in events {
      switch event {
      case .origin(let known): origin = known
      case .text(_, let piece): next.text += piece
      case .question(_, let question): next.question = question
      case .token(_, let token): next.tokens.append(token)
      case .call(_, _, let call): next.calls.append(call)
      case .arguments(_, let number, let piece): next.calls[number].arguments += piece
      case .ended(_, let reason):
        next.finishReason = reason
        choices.append(next)
        next = Completion(text: "", finishReason: .stop)
      case .finished(let usage): return WholeAnswer(choices: choices, usage: usage, origin: origin!)
      }
    }
    // The stream ends early only when this task was cancelled.
    throw CancellationError()
  }

  /// A response that streams what the encoder makes of the events.
  ///
  /// Waits for the first event of the answer, so that what fails before it is answered with a truthful status; but not
  /// for long: then comments keep the connection alive, and an error becomes an event.
  func stream(_ events: Events, _ encoder: some EventEncoder) async throws -> HTTPResponse {
    let source = EventSource(events, interval: limits.silence)
    var encoder = encoder
    var headers: HTTPHeaders = [
      "Content-Type": ServerSentEvents.contentType, "Cache-Control": "no-cache", "X-Accel-Buffering": "no",
    ]
    var opening = encoder.opening()
    var occurrence = try await source.next()
    while case .event(.origin(let origin)) = occurrence {
      headers.fill(from: origin.headers)
      opening += encoder.text(for: .origin(origin))
      occurrence = try await source.next()
    }
    guard let first = occurrence else { throw CancellationError() }
    let (start, begun) = (opening, encoder)
    return HTTPResponse(
      headers: headers,
      body: .stream { writer in
        var encoder = begun
        var next: EventSource.Occurrence? = first
        var isSilent = start.isEmpty
        do {
          if !start.isEmpty { try await writer.write(start) }
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
        } catch {
          if Self.known(error) != nil { try await writer.write(encoder.failure(report(error))) }
          throw error
        }
        guard next != nil else { throw CancellationError() }
        try await writer.write(encoder.closing())
      })
  }
}
