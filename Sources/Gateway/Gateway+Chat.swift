import HTTPServer
import JSON

/// `POST /v1/chat/completions`.
extension Gateway {
  func chat(_ request: AdmittedRequest) async throws -> HTTPResponse {
    let read = try RequestBody.read(request.http, limits: limits)
    request.context.notes.noteBody(read)
    func planned(_ body: JSONValue) throws(GatewayError) -> (wish: ChatCompletionRequest, plan: GenerationPlan) {
      let wish = try ChatCompletionRequest(body, limits: limits)
      let handling = try Handling(request, wish.handling, limits: limits)
      return (wish, GenerationPlan(wish, to: .chat, from: body, handling: handling))
    }
    let (body, turn) = try await seated(read, of: request) { (body) throws(GatewayError) in
      let wish = try ChatCompletionRequest(body, limits: limits, continues: true)
      return (wish.messages, wish.choices, wish.handling)
    } plan: { (body) throws(GatewayError) in
      try planned(body).plan
    }
    var (wish, plan) = try planned(body)
    plan.turn = turn
    let identity = ResponseIdentity(prefix: "chatcmpl-", model: wish.model)
    let prepared = try await answer(to: plan)
    guard wish.streams else {
      return try await whole(prepared) { answer in
        ChatCompletionResponse(
          identity: identity, choices: answer.choices, usage: answer.usage,
          speaksOfFunctions: wish.speaksOfFunctions, tellsTokens: wish.report != nil
        ).json
      }
    }
    let chunks = ChatCompletionChunks(
      identity: identity, includesUsage: wish.includesUsage, speaksOfFunctions: wish.speaksOfFunctions)
    return try await stream(prepared, DataEvents { chunks.events(for: $0, after: $1) })
  }
}
