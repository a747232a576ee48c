import HTTPServer
import JSON

/// `POST /v1/generate`.
extension Gateway {
  func generate(_ request: HTTPRequest) async throws -> HTTPResponse {
    let wish = try GenerateRequest(RequestBody.read(request, limits: limits), limits: limits)
    let plan = GenerationPlan(wish)
    let response = GenerateResponse(
      identity: ResponseIdentity(prefix: "gen-", model: wish.model ?? pipeline.modelName))
    if case .contract(let reference, _) = wish.format {
      return try await generate(plan, under: reference, response, streams: wish.streams)
    }
    let events = pipeline.run(try await pipeline.prepare(plan), for: plan)
    guard wish.streams else {
      let (choices, usage) = try await collect(events)
      return Self.answer(response.json(choices[0], value: try document(choices[0].text, wish.format), usage: usage))
    }
    return try await stream(events) { event, _ in
      switch event {
      case .text(_, let text): return [response.piece(text)]
      case .ended(_, let reason): return [response.end(reason)]
      case .finished(let usage): return [response.usage(usage)]
      }
    }
  }

  private func generate(
    _ plan: GenerationPlan, under reference: ContractReference, _ response: GenerateResponse, streams: Bool
  ) async throws -> HTTPResponse {
    try await answer(plan, under: reference) { outcome, metadata in
      guard streams else {
        let completion = Completion(text: try outcome.text(), finishReason: .stop)
        return Self.answer(
          response.json(completion, value: try outcome.document(), usage: outcome.usage, metadata: metadata))
      }
      return try await self.stream(try self.events(of: outcome)) { event, _ in
        switch event {
        case .text(_, let text): [response.piece(text)]
        case .ended(_, let reason): [response.end(reason)]
        case .finished(let usage): [response.usage(usage, metadata: metadata)]
        }
      }
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
