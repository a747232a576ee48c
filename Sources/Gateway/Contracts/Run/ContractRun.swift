import Decoding
import JSON
import Rules
import Tokenizer

/// One request under a contract: generate under the mask, judge by schema and rules, generate again with another seed,
/// and fall back when the model does not deliver in time.
struct ContractRun: Sendable {
  let pipeline: GenerationPipeline
  let contract: CompiledContract
  let plan: GenerationPlan
  let facts: RequestFacts
  let now: Timestamp

  /// A document at temperature 0 comes out the same with any seed, so further attempts are made at this one at least.
  static let retryTemperature = 0.7

  /// - Parameter plan: as the request says; the contract's prompt, schema and budget are put into it.
  /// - Throws: what is wrong with the request itself.
  init(_ plan: GenerationPlan, under contract: CompiledContract, in pipeline: GenerationPipeline) throws(GatewayError) {
    self.pipeline = pipeline
    self.contract = contract
    facts = RequestFacts(messages: plan.messages, variables: plan.variables)
    now = try .current()
    var plan = plan
    let limit = contract.terms.limits.maxTokens
    if let limit, let given = plan.maxTokens, given > limit {
      throw .outOfRange(
        plan.maxTokensField, allowed: "at most \(limit), as the contract says", given: "\(given)")
    }
    plan.defaultMaxTokens = limit
    plan.deadline = plan.handling.deadline(under: contract.terms.limits.deadline)
    plan.format = .json(schema: contract.maskedSchema, path: plan.format.path ?? .body)
    plan.shownSchema = contract.terms.schema
    if let prompt = contract.prompt {
      let variables = facts.variables(now: now)
      do throws(RuleError) {
        plan.addSystemText(try prompt.text(["request": variables.request, "now": .timestamp(now)]))
      } catch {
        throw .unsupported(
          FieldPath.body.appending("variables"), reason: "the contract's prompt has no value: \(error)")
      }
    }
    self.plan = plan
  }

  /// When the task is cancelled the outcome is the one of what was done until then.
  func outcome() async -> ContractOutcome {
    let clock = ContinuousClock()
    let started = clock.now
    let work = await work()
    let answer: ContractOutcome.Answer =
      switch work.result {
      case .success(let answer): answer
      case .failure(let error): fallback(for: error, attempts: work.attempts.count)
      }
    return ContractOutcome(
      contract: contract.id, request: facts, attempts: work.attempts, answer: answer, seed: work.seed,
      unfinished: work.unfinished, duration: clock.now - started)
  }

  /// What the model made of it.
  private struct Work: Sendable {
    var attempts: [ContractAttempt] = []
    var result: Result<ContractOutcome.Answer, GatewayError>
    var seed: UInt64?
    var unfinished: [TokenID] = []
  }

  private func work() async -> Work {
    var attempts: [ContractAttempt] = []
    var seed: UInt64?
    var progress: GenerationProgress?
    do throws(GatewayError) {
      var request = try await pipeline.prepare(plan)[0]
      seed = request.sampling.seed
      while true {
        progress = pipeline.recorder.isOn ? GenerationProgress() : nil
        request.progress = progress
        let attempt = try await attempt(request)
        attempts.append(attempt.record)
        progress = nil
        if attempt.record.report.accepts {
          return Work(attempts: attempts, result: .success(attempt.answer), seed: seed)
        }
        let report = attempt.record.report
        let limit = min(contract.terms.limits.attempts ?? Rule.attemptsRange.upperBound, report.attempts!)
        guard attempts.count < limit else {
          throw .outputRejected(attempts: attempts.count, violations: report.rejections)
        }
        request.sampling.seed! &+= 1
        request.sampling.temperature = max(request.sampling.temperature, Self.retryTemperature)
      }
    } catch {
      return Work(attempts: attempts, result: .failure(error), seed: seed, unfinished: progress?.tokens ?? [])
    }
  }

  private func attempt(
    _ request: GenerationRequest
  ) async throws(GatewayError) -> (record: ContractAttempt, answer: ContractOutcome.Answer) {
    let result = try await pipeline.generate(request, for: plan)
    if let question = result.question {
      return (record(of: request, result, RuleReport()), .question(question))
    }
    let document: JSONValue
    do throws(JSONParseError) {
      document = try JSONParser.parse(result.text)
    } catch {
      throw .generationFailed(reason: "the generated text is no document: \(error)")
    }
    let report: RuleReport
    switch contract.judge.judge(document, facts.variables(now: now)) {
    case .accepted(let accepted): report = accepted
    case .rejected(let rejected): report = rejected
    case .violates(let violation): throw .generationFailed(reason: "the masks let through: \(violation)")
    case .undecided(let error): throw .generationFailed(reason: "the validator has no verdict: \(error)")
    }
    return (record(of: request, result, report), .model(document))
  }

  private func record(
    of request: GenerationRequest, _ result: GenerationResult, _ report: RuleReport
  ) -> ContractAttempt {
    ContractAttempt(
      seed: request.sampling.seed!, temperature: request.sampling.temperature, tokens: result.tokens, text: result.text,
      promptTokens: result.promptTokens, duration: result.prefillTime + result.decodeTime, report: report,
      isForced: request.progress?.isForced ?? false, reports: result.reports)
  }

  private func fallback(for error: GatewayError, attempts: Int) -> ContractOutcome.Answer {
    guard error.isForFallback, case .document(let document, _) = contract.terms.fallback else { return .none(error) }
    if case .overloaded = error, RequestContext.current?.isJob ?? false { return .none(error) }
    var templateFailure: String?
    if contract.template != nil {
      do throws(FallbackFailure) {
        let (document, report) = try contract.filled(facts, FailureFacts(error, attempts: attempts), now: now)
        return .fallback(
          .init(document: document, kind: .template, report: report, reason: error, templateFailure: nil))
      } catch {
        templateFailure = error.message
      }
    }
    // Tried when the contract was registered, but rules may look at the request and the time.
    guard case .accepted(let report) = contract.judge.judge(document, facts.variables(now: now)) else {
      return .none(error)
    }
    return .fallback(
      .init(document: document, kind: .document, report: report, reason: error, templateFailure: templateFailure))
  }
}

extension GatewayError {
  /// Whether it says that the model does not deliver, rather than that the request is wrong.
  var isForFallback: Bool {
    switch self {
    case .deadlineExceeded, .generationFailed, .overloaded, .budgetTooSmall, .contextExceeded, .outputRejected: true
    default: false
    }
  }
}
