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
      temperature: wish.sampling.temperature ?? usual.temperature, topP: wish.sampling.topP ?? usual.topP,
      topLogprobs: wish.report?.alternatives ?? 0)
    let prepared = try await answer(to: plan)
    if wish.streams { return try await stream(prepared, ResponseEvents(object)) }
    return try await whole(prepared) { answer in
      let choice = answer.choices[0]
      return object.json(.ended(choice.finishReason, answer.usage), output: ResponseItem.list(choice))
    }
  }
}
