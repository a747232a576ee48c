import Decoding
import HTTPServer
import JSON

/// `POST /v1/responses`.
extension Gateway {
  func respond(_ request: AdmittedRequest) async throws -> HTTPResponse {
    let body = try RequestBody.read(request.http, limits: limits)
    request.context.notes.noteBody(body)
    let wish = try ResponsesRequest(body, limits: limits)
    let plan = GenerationPlan(
      wish, to: .responses, from: body, handling: try Handling(request, wish.handling, limits: limits))
    let usual = pipeline.engine.sampling
    let object = ResponseObject(
      identity: ResponseIdentity(prefix: "resp_", model: wish.model), echo: wish.echo,
      temperature: wish.sampling.temperature ?? usual.temperature, topP: wish.sampling.topP ?? usual.topP)
    if let contract = try await contract(of: plan) {
      return try await answer(plan, under: contract) { outcome, _ in
        try await self.answer(object, streams: wish.streams, try self.events(of: outcome))
      }
    }
    let (requests, events) = try await pipeline.start(plan)
    var response = try await answer(object, streams: wish.streams, events)
    response.headers.fill(from: pipeline.provenance(requests, plan).headers)
    return response
  }

  private func answer(_ object: ResponseObject, streams: Bool, _ events: Events) async throws -> HTTPResponse {
    if streams { return try await stream(events, ResponseEvents(object)) }
    let (choices, usage) = try await collect(events)
    let output = ResponseItem.list(choices[0])
    return Self.answer(object.json(.ended(choices[0].finishReason, usage), output: output))
  }
}
