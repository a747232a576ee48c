import HTTPServer
import JSON

/// Requests that name a contract, whichever API they come from.
extension Gateway {
  /// Carries the request out, records how it ended, and answers with where the answer comes from in the header fields.
  ///
  /// - Parameter encode: makes the answer of an outcome that has one, and of its metadata.
  /// - Throws: what is wrong with the request, before anything is generated.
  func answer(
    _ plan: GenerationPlan, under reference: ContractReference,
    encode: (ContractOutcome, JSONValue) async throws -> HTTPResponse
  ) async throws -> HTTPResponse {
    let contract = try contracts.usable(reference)
    let outcome = try await ContractRun(plan, under: contract, in: pipeline).outcome()
    await record(outcome)
    var response: HTTPResponse
    switch outcome.answer {
    case .none(let error): response = report(error).response
    case .fallback(let fallback):
      if case .generationFailed(let reason) = fallback.reason {
        log("generation failed, \(contract.id) falls back: \(reason)")
      }
      response = try await encode(outcome, outcome.metadata(contract))
    case .model: response = try await encode(outcome, outcome.metadata(contract))
    }
    response.headers.fill(from: outcome.headers(contract))
    return response
  }

  /// The whole answer as events: a contract's answer is only given out when it has been judged.
  func events(of outcome: ContractOutcome) throws(GatewayError) -> Events {
    let text = try outcome.text()
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: GenerationEvent.self)
    continuation.yield(.text(choice: 0, text))
    continuation.yield(.ended(choice: 0, .stop))
    continuation.yield(.finished(outcome.usage))
    continuation.finish()
    return stream
  }
}
