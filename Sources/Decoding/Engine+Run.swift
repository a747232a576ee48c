import CPUBackend
import Masking
import Qwen2
import Tokenizer

/// The loop that generates, on the decoding thread.
extension Engine {
  /// Tokens of a prompt between two looks at whether the turn is cancelled.
  private static let prefillTokens = 64

  func run(
    _ request: GenerationRequest, _ turn: Turn, emit: (OutputPiece) -> Void
  ) throws(GenerationError) -> GenerationResult {
    switch request.constraint {
    case .none:
      return try run(request, TextGuide(tokenizer.vocabulary, mask: textMask, stop: request.stop), turn, emit)
    case .document(let constraint):
      return try run(request, try DocumentGuide(constraint, budget: request.maxTokens), turn, emit)
    case .clarifying(let document, let question):
      let guide = try ClarifyingGuide(document, question: question, budget: request.maxTokens)
      return try run(request, guide, turn, emit)
    case .string(let constraint):
      return try run(request, try StringGuide(constraint, budget: request.maxTokens), turn, emit)
    case .tools(let constraint):
      let lead = LeadText(
        tokenizer.vocabulary, marker: calls.form.marker, mask: textMask, stop: request.stop)
      let guide = try ToolGuide(constraint, calls, vocabulary, lead: lead, budget: request.maxTokens)
      return try run(request, guide, turn, emit)
    }
  }

  private func run(
    _ request: GenerationRequest, _ initial: consuming some OutputGuide, _ turn: Turn, _ emit: (OutputPiece) -> Void
  ) throws(GenerationError) -> GenerationResult {
    var guide = initial
    var sampler = try sampler(for: request)
    var session = try makeSession(capacity: request.promptTokens.count + request.maxTokens)
    let clock = ContinuousClock()
    let started = clock.now
    try forward(request.promptTokens, in: &session, turn) { request.progress?.noteRead(promptTokens: $0) }
    let prefilled = clock.now

    var tokens: [TokenID] = []
    /// Tokens that the model has not read yet: it reads forced ones together, and only when logits are wanted again.
    var unread: [TokenID] = []
    var reason: GenerationResult.FinishReason?
    var maskTime = Duration.zero
    let measures = request.constraint.isConstraint || request.report?.tellsUnmasked ?? false
    var maskedMass = 0.0
    var maskedMasses: [Float] = []
    var reporter = request.report.map { TokenReporter($0) }
    var reports: [TokenReport] = []
    while reason == nil {
      if turn.isCancelled { throw .cancelled }
      var token: TokenID
      var allowed: TokenBitmask?
      let remaining = request.maxTokens - tokens.count
      let asked = clock.now
      let step = try guide.step(remaining: remaining)
      maskTime += clock.now - asked
      var free: TokenBitmask?
      if let progress = request.progress, progress.watchesBudget, !progress.isForced {
        free = try guide.withoutBudget(remaining: remaining)
      }
      switch step {
      case .ended(let why):
        if let free, free.count > vocabulary.endTokens.count(where: { free[$0] }) { request.progress?.noteForced() }
        reason = why
        continue
      case .forced(let only):
        if let free, free.count > 1 { request.progress?.noteForced() }
        token = only
      case .sampled(let mask):
        if !unread.isEmpty { try forward(unread, in: &session, turn) }
        unread.removeAll(keepingCapacity: true)
        if let free, free.count > mask.count, !mask[Candidates.likeliest(session.logits.span, allowed: free)] {
          request.progress?.noteForced()
        }
        if measures { maskedMass = model.backend.maskedMass(session.logits.span, allowed: mask.words.span) }
        if request.constraint.isConstraint { maskedMasses.append(Float(maskedMass)) }
        token = try Self.sample(session, mask, &sampler)
        allowed = mask
      }
      if vocabulary.endTokens.contains(token) {
        reason = .stop
        continue
      }
      var taken = try guide.take(token)
      // What the mask let through and the guide does not: another token of the same mask, until the text goes on.
      while taken == nil {
        guard var rest = allowed else { throw .masking(.tokenRejected(token)) }
        rest[token] = false
        if rest.isEmpty { throw .masking(.tokenRejected(token)) }
        token = try Self.sample(session, rest, &sampler)
        allowed = rest
        if vocabulary.endTokens.contains(token) { break }
        taken = try guide.take(token)
      }
      guard let pieces = taken else {
        reason = .stop
        continue
      }
      if let report = reporter?.report(of: token, session.logits.span, allowed: allowed, maskedMass: maskedMass) {
        emit(.token(report))
        reports.append(report)
      }
      for piece in pieces { emit(piece) }
      sampler.note(token)
      request.progress?.note(token)
      tokens.append(token)
      unread.append(token)
    }
    for piece in try guide.finish() { emit(piece) }
    let calls = try guide.checkedCalls()
    let question = try guide.checkedQuestion()
    if !calls.isEmpty { reason = .calls }
    if question != nil { reason = .question }
    return GenerationResult(
      text: try guide.checkedText(), question: question, calls: calls, tokens: tokens, finishReason: reason!,
      promptTokens: request.promptTokens.count, prefillTime: prefilled - started, decodeTime: clock.now - prefilled,
      maskTime: maskTime, maskedMasses: maskedMasses, reports: reports)
  }

  private static func sample(
    _ session: borrowing Qwen2Session, _ mask: TokenBitmask, _ sampler: inout Sampler
  ) throws(GenerationError) -> TokenID {
    do throws(SamplingError) {
      return try sampler.sample(session.logits.span, allowed: mask.words.span)
    } catch {
      throw .sampling(error)
    }
  }

  private func sampler(for request: GenerationRequest) throws(GenerationError) -> Sampler {
    do throws(SamplingError) {
      var sampler = try Sampler(request.sampling, vocabularySize: model.config.vocabularySize)
      sampler.notePrompt(request.promptTokens)
      return sampler
    } catch {
      throw .sampling(error)
    }
  }

  private func makeSession(capacity: Int) throws(GenerationError) -> Qwen2Session {
    do throws(ModelError) {
      return try model.makeSession(capacity: capacity)
    } catch {
      throw .model(error)
    }
  }

  private func forward(
    _ tokens: [TokenID], in session: inout Qwen2Session, _ turn: Turn, onBlock: (Int) -> Void = { _ in }
  ) throws(GenerationError) {
    for start in stride(from: 0, to: tokens.count, by: Self.prefillTokens) {
      if turn.isCancelled { throw .cancelled }
      let block = tokens[start..<min(start + Self.prefillTokens, tokens.count)]
      do throws(ModelError) {
        try session.forward(block.map { Int32(bitPattern: $0.rawValue) })
      } catch {
        throw .model(error)
      }
      onBlock(block.count)
    }
  }
}
