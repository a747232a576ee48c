import Decoding
import JSON
import Rules
import Store
import Tokenizer

/// Tells the journal how the generations of one plan fail.
struct GenerationWatch: Sendable {
  let recorder: FailureRecorder
  let engine: Engine
  let plan: GenerationPlan
  var contract: CompiledContract?

  /// The request as it goes to the engine.
  func watched(_ request: GenerationRequest) -> GenerationRequest {
    var request = request
    if recorder.isOn { request.progress = GenerationProgress() }
    return request
  }

  /// The plan failed before anything was generated.
  func refused(_ error: GatewayError) async {
    await recorder.record(failure(error, seed: plan.sampling.seed.map { UInt64(bitPattern: Int64($0)) }))
  }

  func failed(_ error: GatewayError, _ request: GenerationRequest) async {
    await recorder.record(failure(error, seed: request.sampling.seed, request.progress?.tokens ?? []))
  }

  /// Records a text that its budget cut short, and one that nobody waits for any more.
  func ended(_ result: GenerationResult, _ request: GenerationRequest) async {
    if Task.isCancelled {
      await recorder.record(clientGone(seed: request.sampling.seed, result.tokens))
    } else if result.finishReason == .length {
      await recorder.record(
        failure(
          .cutOff, "length", "the text ended where its budget of \(request.maxTokens) tokens did",
          seed: request.sampling.seed, result.tokens))
    } else if request.progress?.isForced ?? false {
      await recorder.record(
        failure(.cutOff, "forced_end", Self.forcedEnd, seed: request.sampling.seed, result.tokens))
    }
  }

  /// Records a request under a contract that was not answered by the first document that the model wrote, or where the
  /// budget wrote the document's end. The kind is what the caller got, the code why.
  func ended(_ outcome: ContractOutcome) async {
    let tokens = outcome.unfinished.isEmpty ? outcome.attempts.last?.tokens ?? [] : outcome.unfinished
    guard !Task.isCancelled else {
      await recorder.record(clientGone(seed: outcome.seed, tokens))
      return
    }
    switch outcome.answer {
    case .none(let error): await recorder.record(failure(error, seed: outcome.seed, tokens))
    case .fallback(let fallback):
      let reason = fallback.templateFailure.map { "\(fallback.reason.cause) The template was not used: \($0)" }
      await recorder.record(
        failure(
          .fallback, fallback.reason.code, reason ?? fallback.reason.cause, seed: outcome.seed, tokens))
    case .model, .question:
      let rejected = outcome.attempts.dropLast()
      if let last = rejected.last, let verdict = last.report.rejections.first {
        await recorder.record(
          failure(
            .ruleRejection, verdict.rule.id,
            "\(rejected.count) documents broke rules before one was accepted; the last: \(verdict.message)",
            seed: outcome.seed, last.tokens))
      } else if outcome.attempts.last?.isForced ?? false {
        await recorder.record(failure(.cutOff, "forced_end", Self.forcedEnd, seed: outcome.seed, tokens))
      }
    }
  }

  private static let forcedEnd = "the budget forced the document to its end"

  private func failure(_ error: GatewayError, seed: UInt64?, _ tokens: [TokenID] = []) -> Failure {
    // Then whatever failed did so because of that.
    guard !Task.isCancelled else { return clientGone(seed: seed, tokens) }
    return failure(error.failureKind, error.code, error.cause, seed: seed, tokens)
  }

  private func clientGone(seed: UInt64?, _ tokens: [TokenID]) -> Failure {
    failure(.cutOff, "client_gone", "the client went away, or the server stopped", seed: seed, tokens)
  }

  private func failure(
    _ kind: FailureKind, _ code: String, _ reason: String, seed: UInt64?, _ tokens: [TokenID]
  ) -> Failure {
    let bytes = engine.tokenizer.decodeBytes(tokens)
    let schemaHash = contract?.schemaHash ?? plan.format.schema.map { Provenance.hash(of: $0) }
    return Failure(
      kind: kind, code: code, reason: reason, endpoint: plan.origin.endpoint.rawValue, request: plan.origin.body,
      contract: contract?.id.map { FailureContract(name: $0.name, version: "\($0.version)") },
      model: engine.modelName, seed: seed, schemaHash: schemaHash, tokens: tokens.map(\.rawValue),
      text: String(decoding: bytes, as: UTF8.self), maskPosition: schemaHash == nil ? nil : bytes.count)
  }
}
