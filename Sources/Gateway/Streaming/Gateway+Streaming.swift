import HTTPServer
import JSON

extension Gateway {
  /// What becomes of a plan, under its contract if it has one.
  func answer(to plan: GenerationPlan) async throws(GatewayError) -> PreparedAnswer {
    if let contract = try await contract(of: plan) { return try await answer(to: plan, under: contract) }
    return try await pipeline.start(plan)
  }

  /// A response with all answers, whole.
  func whole(_ prepared: PreparedAnswer, json: (WholeAnswer) throws -> JSONValue) async throws -> HTTPResponse {
    let answer = try await prepared.whole()
    var response = Self.answer(try json(answer))
    response.headers.fill(from: answer.origin.headers)
    return response
  }

  /// A response that streams what the encoder makes of the answer's events.
  ///
  /// Waits for the first event of the answer, so that what fails before it is answered with a truthful status; but not
  /// for long: then comments keep the connection alive, and an error becomes an event.
  func stream(_ prepared: PreparedAnswer, _ encoder: some EventEncoder) async throws -> HTTPResponse {
    let source = EventSource(prepared.events(), interval: limits.silence)
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
