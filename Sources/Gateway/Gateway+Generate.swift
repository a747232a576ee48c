import HTTPServer
import JSON

/// `POST /v1/generate`.
extension Gateway {
  func generate(_ request: AdmittedRequest) async throws -> HTTPResponse {
    let read = try RequestBody.read(request.http, limits: limits)
    request.context.notes.noteBody(read)
    func planned(_ body: JSONValue) throws(GatewayError) -> (wish: GenerateRequest, plan: GenerationPlan) {
      let wish = try GenerateRequest(body, limits: limits)
      let handling = try Handling(request, wish.handling, limits: limits)
      return (wish, GenerationPlan(wish, to: .generate, from: body, handling: handling))
    }
    let (body, turn) = try await seated(read, of: request) { (body) throws(GatewayError) in
      let wish = try GenerateRequest(body, limits: limits)
      return (wish.messages, 1, wish.handling)
    } plan: { (body) throws(GatewayError) in
      try planned(body).plan
    }
    var (wish, plan) = try planned(body)
    plan.turn = turn
    let response = GenerateResponse(
      identity: ResponseIdentity(prefix: "gen-", model: wish.model ?? pipeline.modelName), report: wish.report)
    let prepared = try await answer(to: plan)
    if wish.streams { return try await stream(prepared, DataEvents { response.events(for: $0, after: $1) }) }
    return try await whole(prepared) { answer in
      response.json(
        answer.choices[0], value: try document(answer.choices[0], wish.format), usage: answer.usage,
        metadata: answer.origin.metadata)
    }
  }

  /// The text as the document that it was promised to be.
  private func document(_ completion: Completion, _ format: OutputFormat) throws(GatewayError) -> JSONValue? {
    if completion.question != nil { return nil }
    switch format {
    case .json, .contract: break
    case .text, .string: return nil
    }
    do {
      return try JSONParser.parse(completion.text)
    } catch {
      throw .generationFailed(reason: "the generated text is no document: \(error)")
    }
  }
}
