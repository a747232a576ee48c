import Decoding
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
        contract = try await plan.deadline.bounding { [contracts] () throws(GatewayError) in
          try await contracts.compiler.compile(ContractTerms(schema: schema), id: nil)
        }
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

  /// Carries the request out, when its answer is wanted, and records how it ended. The answer comes all at once, for it
  /// is only given out when it has been judged.
  ///
  /// - Throws: what is wrong with the request, before anything is generated.
  func answer(
    to plan: GenerationPlan, under contract: CompiledContract
  ) async throws(GatewayError) -> PreparedAnswer {
    let watch = pipeline.watch(plan, under: contract)
    let run: ContractRun
    do throws(GatewayError) {
      run = try ContractRun(plan, under: contract, in: pipeline)
    } catch {
      await watch.refused(error)
      throw error
    }
    return PreparedAnswer { emit in
      let outcome = await run.outcome()
      await watch.ended(outcome)
      metrics.ended(outcome, under: contract.id)
      noteOutcome(outcome)
      try Task.checkCancellation()
      await record(outcome)
      let headers = outcome.headers(contract)
      if case .none(let error) = outcome.answer { throw FailedAnswer(error: error, headers: headers) }
      let (words, event, end): (String, GenerationEvent, FinishReason)
      if case .question(let question) = outcome.answer {
        (words, event, end) = (question, .question(choice: 0, question), .clarify)
      } else {
        let text = try outcome.text()
        (words, event, end) = (text, .text(choice: 0, text), .stop)
      }
      try await plan.turn?.keep(ChatMessage(role: .assistant, content: words))
      emit(.origin(AnswerOrigin(headers: headers, metadata: outcome.metadata(contract))))
      for report in outcome.reports {
        emit(.token(choice: 0, TokenAnswer(report, pipeline.engine.tokenizer.vocabulary)))
      }
      emit(event)
      emit(.ended(choice: 0, end))
      emit(.finished(outcome.usage))
    }
  }

  private func noteOutcome(_ outcome: ContractOutcome) {
    let notes = RequestContext.current?.notes
    if let contract = outcome.contract { notes?.note("contract", .string("\(contract)")) }
    notes?.note("attempts", .integer(outcome.attempts.count))
    switch outcome.answer {
    case .model: notes?.note("source", "model")
    case .question:
      notes?.note("source", "model")
      notes?.note("clarify", true)
    case .fallback(let fallback):
      notes?.note("source", "fallback")
      notes?.note("fallback_reason", .string(fallback.reason.code))
      if case .generationFailed(let reason) = fallback.reason {
        log(LogEntry(.error, "generation failed, a fallback answers", ["reason": .string(reason)]))
      }
    case .none: break
    }
  }
}
