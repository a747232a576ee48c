import HTTPServer
import JSON

/// `POST /v1/chat/completions`.
extension Gateway {
  func chat(_ request: AdmittedRequest) async throws -> HTTPResponse {
    let read = try RequestBody.read(request.http, limits: limits)
    request.context.notes.noteBody(read)
    let (body, turn) = try await seated(read, of: request) { (body) throws(GatewayError) in
      let wish = try ChatCompletionRequest(body, limits: limits, continues: true)
      return (wish.messages, wish.choices, wish.handling)
    }
    let wish = try ChatCompletionRequest(body, limits: limits)
    let plan = GenerationPlan(
      wish, to: .chat, from: body, handling: try Handling(request, wish.handling, limits: limits), turn: turn)
    let identity = ResponseIdentity(prefix: "chatcmpl-", model: wish.model)
    if let contract = try await contract(of: plan) {
      return try await answer(plan, under: contract) { outcome, _ in
        try await self.answer(wish, identity, try self.events(of: outcome))
      }
    }
    let (requests, events) = try await pipeline.start(plan)
    var response = try await answer(wish, identity, events)
    response.headers.fill(from: pipeline.provenance(requests, plan).headers)
    return response
  }

  private func answer(
    _ wish: ChatCompletionRequest, _ identity: ResponseIdentity, _ events: Events
  ) async throws -> HTTPResponse {
    guard wish.streams else {
      let (choices, usage) = try await collect(events)
      let response = ChatCompletionResponse(
        identity: identity, choices: choices, usage: usage, speaksOfFunctions: wish.speaksOfFunctions)
      return Self.answer(response.json)
    }
    let chunks = ChatCompletionChunks(
      identity: identity, includesUsage: wish.includesUsage, speaksOfFunctions: wish.speaksOfFunctions)
    return try await stream(events, DataEvents { chunks.events(for: $0, isFirst: $1) })
  }
}
