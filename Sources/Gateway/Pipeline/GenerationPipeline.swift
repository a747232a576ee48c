import Decoding
import JSON
import Tokenizer

/// Carries plans out on the engine.
struct GenerationPipeline: Sendable {
  let engine: Engine
  let limits: GatewayLimits
  var recorder = FailureRecorder.off
  var metrics = Metrics()

  var modelName: String { engine.modelName }

  /// Prepares the plan; failures are recorded, also those of carrying it out.
  ///
  /// - Returns: what carries it out.
  func start(_ plan: GenerationPlan) async throws(GatewayError) -> PreparedAnswer {
    let watch = watch(plan)
    do {
      let requests = try await prepare(plan)
      return PreparedAnswer { emit in try await run(requests, for: plan, watch, emit) }
    } catch {
      await watch.refused(error)
      throw error
    }
  }

  /// What tells the journal how the plan fares.
  func watch(_ plan: GenerationPlan, under contract: CompiledContract? = nil) -> GenerationWatch {
    GenerationWatch(recorder: recorder, engine: engine, plan: plan, contract: contract)
  }

  /// The requests for the engine, one for each choice; what can be refused before its turn is refused here.
  func prepare(_ plan: GenerationPlan) async throws(GatewayError) -> [GenerationRequest] {
    if let model = plan.model, model != engine.modelName { throw .unknownModel(model) }
    let sampling = try parameters(plan.sampling)
    var constraint = OutputConstraint.none
    switch plan.format {
    case .json(let schema, _):
      let document = try await compile(schema, plan)
      constraint =
        plan.clarifies
        ? .clarifying(document, question: try await compile(Clarification.schema, plan)) : .document(document)
    case .string(let schema, _): constraint = .string(try await compile(schema, plan))
    case .text, .contract: break
    }
    if let use = plan.tools { constraint = .tools(try await compile(use, instead: constraint, plan)) }
    let prompt = try tokens(of: plan)
    let room = engine.contextLength - prompt.count
    let budget = plan.maxTokens ?? min(plan.defaultMaxTokens ?? limits.defaultMaxTokens, max(room, 1))
    guard budget <= room else {
      throw .contextExceeded(plan.messagesField, prompt: prompt.count, budget: budget, limit: engine.contextLength)
    }
    return (0..<plan.choices).map { choice in
      var own = sampling
      own.seed = sampling.seed! &+ UInt64(choice)
      var request = GenerationRequest(
        promptTokens: prompt, constraint: constraint, sampling: own, maxTokens: budget, stop: plan.stop)
      request.place = plan.handling.place
      request.report = plan.report
      return request
    }
  }

  /// Where the choices come from that these requests give; the seed is the first one's.
  private func provenance(_ requests: [GenerationRequest], _ plan: GenerationPlan) -> Provenance {
    let sampling = requests[0].sampling
    return Provenance(
      schemaHash: plan.format.schema.map { Provenance.hash(of: $0) }, seed: sampling.seed,
      temperature: sampling.temperature)
  }

  /// Generates all choices, one after another. A failure is recorded before it is thrown.
  private func run(
    _ requests: [GenerationRequest], for plan: GenerationPlan, _ watch: GenerationWatch,
    _ emit: @escaping PreparedAnswer.Emit
  ) async throws(GatewayError) {
    emit(.origin(AnswerOrigin(provenance(requests, plan))))
    var usage = Usage(promptTokens: 0, completionTokens: 0)
    for (choice, request) in requests.enumerated() {
      let request = watch.watched(request)
      let callID = plan.tools == nil ? "" : ResponseIdentity.fresh("call_")
      let result: GenerationResult
      do throws(GatewayError) {
        result = try await generate(request, for: plan) { piece in
          emit(GenerationEvent(piece, choice: choice, plan, engine, callID: callID))
        }
      } catch {
        await watch.failed(error, request)
        throw error
      }
      await watch.ended(result, request)
      try await plan.turn?.keep(ChatMessage(result, plan, callID: callID))
      usage.promptTokens = result.promptTokens
      usage.completionTokens += result.tokens.count
      emit(.ended(choice: choice, FinishReason(result.finishReason)))
    }
    emit(.finished(usage))
  }

  /// Generates one text when its turn has come.
  ///
  /// - Parameter onPiece: as `Engine.generate` has it.
  func generate(
    _ request: GenerationRequest, for plan: GenerationPlan,
    onPiece: @escaping @Sendable (OutputPiece) -> Void = { _ in }
  ) async throws(GatewayError) -> GenerationResult {
    let progress = request.progress ?? GenerationProgress(watchesBudget: false)
    let context = RequestContext.current
    // What was read and written counts, also when nobody waits for it any more.
    defer { context?.client?.spend(progress.promptTokens + progress.tokens.count) }
    var request = request
    request.progress = progress
    let result = try await counting { () throws(GatewayError) in
      try await plan.deadline.interrupting { (interruption) throws(GatewayError) in
        try await generate(request, for: plan, interruption, context, onPiece)
      }
    }
    metrics.generated(result)
    context?.notes.count(result)
    return result
  }

  private func generate(
    _ request: GenerationRequest, for plan: GenerationPlan, _ interruption: Interruption, _ context: RequestContext?,
    _ onPiece: @escaping @Sendable (OutputPiece) -> Void
  ) async throws(GatewayError) -> GenerationResult {
    do throws(GenerationError) {
      return try await engine.generate(request, interruption: interruption) { piece in
        if let notes = context?.notes, notes.isFirstText() {
          metrics.firstToken(after: .now - plan.handling.arrived)
        }
        onPiece(piece)
      }
    } catch {
      throw GatewayError(error, plan)
    }
  }

  /// Does the work until the plan's deadline, and counts what becomes of it.
  private func inTime<Value: Sendable>(
    _ plan: GenerationPlan, _ work: @escaping @Sendable () async throws(GatewayError) -> Value
  ) async throws(GatewayError) -> Value {
    try await counting { () throws(GatewayError) in try await plan.deadline.bounding(work) }
  }

  private func counting<Value>(
    _ work: () async throws(GatewayError) -> Value
  ) async throws(GatewayError) -> Value {
    do {
      return try await work()
    } catch {
      metrics.failed(error)
      throw error
    }
  }

  private func compiled<Value: Sendable>(
    _ plan: GenerationPlan, _ work: @escaping @Sendable () async throws(GenerationError) -> Value
  ) async throws(GatewayError) -> Value {
    try await inTime(plan) { () throws(GatewayError) in
      do throws(GenerationError) {
        return try await work()
      } catch {
        throw GatewayError(error, plan)
      }
    }
  }

  private func compile(_ schema: JSONValue, _ plan: GenerationPlan) async throws(GatewayError) -> DocumentConstraint {
    if let known = engine.compiled(schema: schema) { return known }
    return try await compiled(plan) { () throws(GenerationError) in try await engine.compile(schema: schema) }
  }

  private func compile(
    _ use: ToolUse, instead format: OutputConstraint, _ plan: GenerationPlan
  ) async throws(GatewayError) -> ToolConstraint {
    let schemas = use.callable.map { ($0.name, $0.parameters) }
    let tools = try await compiled(plan) { () throws(GenerationError) in try await engine.compile(tools: schemas) }
    let lead: ToolConstraint.Lead =
      switch (use.demand, format) {
      case (.required, _): .nothing
      case (.auto, .document(let document)): .document(document)
      case (.auto, _): .text
      }
    return ToolConstraint(tools: tools, lead: lead, allowsSeveral: use.allowsSeveral)
  }

  /// The prompt; where the plan lets the oldest turns go, without as many as it takes to leave room for the answer.
  private func tokens(of plan: GenerationPlan) throws(GatewayError) -> [TokenID] {
    guard plan.truncation == .auto else { return try tokens(of: plan.messages, plan) }
    let window = ConversationWindow(plan.messages)
    // A budget that nobody asked for may take half of the context.
    let budget = plan.maxTokens ?? min(plan.defaultMaxTokens ?? limits.defaultMaxTokens, engine.contextLength / 2)
    let count = try window.turnsToLeaveOut { (messages) throws(GatewayError) in
      // No sum: a budget may be as large as an integer.
      try tokens(of: messages, plan).count <= engine.contextLength - budget
    }
    if count > 0 { RequestContext.current?.notes.note("turns_left_out", .integer(count)) }
    return try tokens(of: window.messages(without: count), plan)
  }

  private func tokens(of messages: [ChatMessage], _ plan: GenerationPlan) throws(GatewayError) -> [TokenID] {
    var (schema, tools) = (plan.shownSchema, plan.tools?.definitions ?? [])
    // A model that has not learned to call tools is asked for the arguments as for any document, if that is all that it
    // can be asked for.
    if !engine.knowsCalls, let use = plan.tools, use.demand == .required, use.callable.count == 1 {
      (schema, tools) = (use.callable[0].parameters, [])
    }
    do throws(GenerationError) {
      return try engine.prompt(messages, schema: schema, tools: tools)
    } catch {
      throw GatewayError(error, plan)
    }
  }

  /// With a seed in any case, so that the choices of a request differ by it alone; one that every JSON reader keeps, for
  /// answers tell it.
  private func parameters(_ fields: SamplingFields) throws(GatewayError) -> SamplingParameters {
    var parameters = engine.sampling
    if let temperature = fields.temperature { parameters.temperature = temperature }
    if let topP = fields.topP { parameters.topP = topP }
    if let topK = fields.topK { parameters.topK = topK }
    if let minP = fields.minP { parameters.minP = minP }
    if let penalty = fields.presencePenalty { parameters.presencePenalty = penalty }
    if let penalty = fields.frequencyPenalty { parameters.frequencyPenalty = penalty }
    if let penalty = fields.repetitionPenalty { parameters.repetitionPenalty = penalty }
    parameters.seed = fields.seed.map { UInt64(bitPattern: Int64($0)) } ?? RandomPool.word() >> 11
    let vocabulary = engine.tokenizer.vocabulary.count
    for (token, bias) in fields.logitBias {
      guard token < vocabulary else {
        throw .unknownToken(FieldPath.body.appending("logit_bias"), id: token, vocabulary: vocabulary)
      }
      parameters.logitBias[TokenID(token)] = bias
    }
    return parameters
  }
}
