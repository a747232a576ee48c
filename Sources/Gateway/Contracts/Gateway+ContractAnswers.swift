import HTTPServer
import JSON
import Rules
import Tokenizer

/// Requests that name a contract, whichever API they come from.
extension Gateway {
  /// The contract of a request: the one that it names, or the rules that its own schema carries; nil for neither.
  /// What is refused is recorded.
  func contract(of plan: GenerationPlan) async throws(GatewayError) -> CompiledContract? {
    do {
      return try await usableContract(of: plan)
    } catch {
      await pipeline.watch(plan).refused(error)
      throw error
    }
  }

  private func usableContract(of plan: GenerationPlan) async throws(GatewayError) -> CompiledContract? {
    switch plan.format {
    case .text, .string: return nil
    case .contract(let reference, _): return try contracts.usable(reference)
    case .json(let schema, let path):
      guard RuleKeyword.mayStand(in: JSONWriter.write(schema)) else { return nil }
      let contract: CompiledContract
      do throws(GatewayError) {
        contract = try await contracts.compiler.compile(ContractTerms(schema: schema), id: nil)
      } catch {
        guard case .contractRefused(_, let problem) = error else { throw error }
        throw .schemaRefused(path, reason: "\(problem)")
      }
      guard !contract.judge.rules.isEmpty else { return nil }
      if plan.choices > 1 {
        throw .conflict(.body.appending("n"), with: path, reason: "the schema has rules, which give one answer")
      }
      if let use = plan.tools {
        throw .conflict(use.field, with: path, reason: "the schema has rules, which are answered with a document")
      }
      return contract
    }
  }

  /// Carries the request out, records how it ended, and answers with where the answer comes from in the header fields.
  ///
  /// - Parameter encode: makes the answer of an outcome that has one, and of its metadata.
  /// - Throws: what is wrong with the request, before anything is generated.
  func answer(
    _ plan: GenerationPlan, under contract: CompiledContract,
    encode: (ContractOutcome, JSONValue) async throws -> HTTPResponse
  ) async throws -> HTTPResponse {
    let watch = pipeline.watch(plan, under: contract)
    let run: ContractRun
    do throws(GatewayError) {
      run = try ContractRun(plan, under: contract, in: pipeline)
    } catch {
      await watch.refused(error)
      throw error
    }
    let outcome = await run.outcome()
    await watch.ended(outcome)
    metrics.ended(outcome, under: contract.id)
    noteOutcome(outcome)
    try Task.checkCancellation()
    await record(outcome)
    if let turn = plan.turn {
      if case .none = outcome.answer {
      } else {
        try await turn.keep(ChatMessage(role: .assistant, content: try outcome.text()))
      }
    }
    var response: HTTPResponse
    switch outcome.answer {
    case .none(let error): response = report(error).response
    case .fallback(let fallback):
      if case .generationFailed(let reason) = fallback.reason {
        log(LogEntry(.error, "generation failed, a fallback answers", ["reason": .string(reason)]))
      }
      response = try await encode(outcome, outcome.metadata(contract))
    case .model: response = try await encode(outcome, outcome.metadata(contract))
    }
    response.headers.fill(from: outcome.headers(contract))
    return response
  }

  private func noteOutcome(_ outcome: ContractOutcome) {
    guard let notes = RequestContext.current?.notes else { return }
    if let contract = outcome.contract { notes.note("contract", .string("\(contract)")) }
    notes.note("attempts", .integer(outcome.attempts.count))
    switch outcome.answer {
    case .model: notes.note("source", "model")
    case .fallback(let fallback):
      notes.note("source", "fallback")
      notes.note("fallback_reason", .string(fallback.reason.code))
    case .none: break
    }
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
