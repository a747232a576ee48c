import HTTPServer
import JSON

/// `POST /v1/generate`.
extension Gateway {
  func generate(_ request: AdmittedRequest) async throws -> HTTPResponse {
    let read = try RequestBody.read(request.http, limits: limits)
    request.context.notes.noteBody(read)
    let (body, turn) = try await seated(read, of: request) { (body) throws(GatewayError) in
      let wish = try GenerateRequest(body, limits: limits)
      return (wish.messages, 1, wish.handling)
    }
    let wish = try GenerateRequest(body, limits: limits)
    let plan = GenerationPlan(
      wish, to: .generate, from: body, handling: try Handling(request, wish.handling, limits: limits), turn: turn)
    let response = GenerateResponse(
      identity: ResponseIdentity(prefix: "gen-", model: wish.model ?? pipeline.modelName))
    if let contract = try await contract(of: plan) {
      return try await generate(plan, under: contract, response, streams: wish.streams)
    }
    let (requests, events) = try await pipeline.start(plan)
    let provenance = pipeline.provenance(requests, plan)
    let metadata = JSONValue.object(provenance.members)
    var answer: HTTPResponse
    if wish.streams {
      answer = try await stream(events, response, metadata)
    } else {
      let (choices, usage) = try await collect(events)
      let value = try document(choices[0].text, wish.format)
      answer = Self.answer(response.json(choices[0], value: value, usage: usage, metadata: metadata))
    }
    answer.headers.fill(from: provenance.headers)
    return answer
  }

  private func stream(
    _ events: Events, _ response: GenerateResponse, _ metadata: JSONValue
  ) async throws -> HTTPResponse {
    let encoder = DataEvents { event, _ in
      switch event {
      case .text(_, let text): [response.piece(text)]
      // There are no tools here.
      case .call, .arguments: []
      case .ended(_, let reason): [response.end(reason)]
      case .finished(let usage): [response.usage(usage, metadata: metadata)]
      }
    }
    return try await stream(events, encoder)
  }

  private func generate(
    _ plan: GenerationPlan, under contract: CompiledContract, _ response: GenerateResponse, streams: Bool
  ) async throws -> HTTPResponse {
    try await answer(plan, under: contract) { outcome, metadata in
      guard streams else {
        let completion = Completion(text: try outcome.text(), finishReason: .stop)
        return Self.answer(
          response.json(completion, value: try outcome.document(), usage: outcome.usage, metadata: metadata))
      }
      return try await self.stream(try self.events(of: outcome), response, metadata)
    }
  }

  /// The text as the document that it was promised to be.
  private func document(_ text: String, _ format: OutputFormat) throws(GatewayError) -> JSONValue? {
    guard case .json = format else { return Optional.none }
    do {
      return try JSONParser.parse(text)
    } catch {
      throw .generationFailed(reason: "the generated text is no document: \(error)")
    }
  }
}
