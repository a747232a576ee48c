import CPUBackend
import Masking
import Qwen2
import Tokenizer

/// One text under way: what has come of it, and what is wanted next. The model, its cache and the other texts are the
/// scheduler's.
///
/// It alternates between two states: `advance` goes on until the model has to be asked, and `sample` takes a token from
/// the model's answer.
final class TextSequence: @unchecked Sendable {
  // Sendable: it belongs to the decoding thread, which lends it to one worker at a time. It waits for that, or gets it back
  // through a `GuideQueue`.

  /// What the model has to be asked, when it has read all tokens.
  struct Question {
    let mask: TokenBitmask
    /// What the budget takes away, where somebody asks.
    let withoutBudget: TokenBitmask?
  }

  let text: WaitingText
  /// When it got its turn.
  let began = ContinuousClock.now
  private var answered: ContinuousClock.Instant?

  /// Nil until it has begun.
  private(set) var guide: (any OutputGuide)?
  private var sampler: Sampler?
  private var reporter: TokenReporter?
  private var reports: [TokenReport] = []
  private var maskTime = Duration.zero
  private var maskedMasses: [Float] = []

  /// The prompt and the text, as the model reads them.
  private(set) var rows: [TokenRow]
  private(set) var tokens: [TokenID] = []
  private(set) var question: Question?
  private(set) var outcome: Result<GenerationResult, GenerationError>?
  /// What the model has read, and where it is kept.
  var reading = Reading()
  /// What is guessed of what comes next.
  var drafting = Drafting()

  /// Whether the guide took longer than `patience` last time, so that others should not wait for it.
  private(set) var isSlow = false
  private let patience: Duration
  /// Where the tokens without alternative begin that are on their way.
  private var runStart: Int?

  /// Whether it has lost its pages, and has not read again since.
  var isPreempted = false

  /// Begins a turn.
  init(_ text: WaitingText, patience: Duration) {
    self.text = text
    self.patience = patience
    reporter = text.request.report.map { TokenReporter($0) }
    rows = text.request.promptTokens.map { Self.row($0, .prefill) }
  }

  var request: GenerationRequest { text.request }
  var turn: Turn { text.turn }
  private var engine: Engine { text.engine }

  /// Whether `advance` is what it needs next.
  var waitsForGuide: Bool { question == nil && outcome == nil }

  /// Tokens that the model has not read.
  var unread: Int { rows.count - reading.count }

  /// Goes on until the model has to be asked or the text has ended: tokens without alternative need no model. Others need
  /// not wait for it: where the guide takes longer than `patience` it stays on its way, and waits to be called again.
  ///
  /// - Parameter whole: whether to go all the way, however long that takes.
  func advance(whole: Bool = false) {
    let isFirst = guide == nil
    let start = runStart ?? rows.count
    runStart = start
    let before = maskTime
    settle { () throws(GenerationError) in
      if isFirst { try begin() }
      while question == nil, outcome == nil, whole || maskTime - before <= patience {
        if turn.isCancelled { throw .cancelled }
        try step()
      }
    }
    isSlow = maskTime - before > patience
    if waitsForGuide { return }
    runStart = nil
    // What comes directly behind the prompt is read with it.
    if start > request.promptTokens.count { Self.settleKinds(ofForced: &rows[start...]) }
  }

  /// More tokens without alternative behind a sampled one than this are worth a pass over the weights of their own; a text
  /// with as many unread tokens is not taken for one that reads a prompt.
  static let shortRun = 16

  /// Says which kind tokens without alternative are: all those between two sampled ones.
  ///
  /// A step of two kinds reads the weights twice, and most texts are behind their prompts. What comes directly behind
  /// the prompt is read with it.
  static func settleKinds(ofForced rows: inout ArraySlice<TokenRow>) {
    if rows.count > shortRun { return }
    for index in rows.indices { rows[index].kind = .decode }
  }

  /// Takes a token from the logits behind the last one, and goes on.
  func sample(_ logits: borrowing Span<Float>) {
    if answered == nil { answered = .now }
    // Spans can't be captured.
    do throws(GenerationError) {
      try takeSampled(logits)
    } catch {
      outcome = .failure(error)
    }
  }

  /// Ends it without a result.
  func fail(_ error: GenerationError) { outcome = .failure(error) }

  /// Tells who waits for it how it ended.
  func tellOutcome() { text.end(outcome!) }

  private func settle(_ body: () throws(GenerationError) -> Void) {
    do throws(GenerationError) {
      try body()
    } catch {
      outcome = .failure(error)
    }
  }

  private func begin() throws(GenerationError) {
    guide = try engine.guide(for: request)
    do throws(SamplingError) {
      var sampler = try Sampler(request.sampling, vocabularySize: engine.vocabulary.size)
      sampler.notePrompt(request.promptTokens)
      self.sampler = sampler
    } catch {
      throw .sampling(error)
    }
  }

  private func step() throws(GenerationError) {
    let remaining = request.maxTokens - tokens.count
    let asked = ContinuousClock.now
    let step = try guide!.step(remaining: remaining)
    maskTime += .now - asked
    var free: TokenBitmask?
    if let progress = request.progress, progress.watchesBudget, !progress.isForced {
      free = try guide!.withoutBudget(remaining: remaining)
    }
    switch step {
    case .ended(let reason):
      if let free, free.count > engine.vocabulary.endTokens.count(where: { free[$0] }) {
        request.progress?.noteForced()
      }
      try finish(reason)
    case .forced(let token):
      if let free, free.count > 1 { request.progress?.noteForced() }
      if engine.vocabulary.endTokens.contains(token) { return try finish(.stop) }
      guard let pieces = try guide!.take(token) else { throw .masking(.tokenRejected(token)) }
      if let report = reporter?.report(ofForced: token) { note(report) }
      take(token, .prefill, pieces)
    case .sampled(let mask):
      question = Question(mask: mask, withoutBudget: free)
    }
  }

  private func takeSampled(_ logits: borrowing Span<Float>) throws(GenerationError) {
    let question = question!
    self.question = nil
    if let free = question.withoutBudget, free.count > question.mask.count,
      !question.mask[Candidates.likeliest(logits, allowed: free)]
    {
      request.progress?.noteForced()
    }
    var maskedMass = 0.0
    if wantsMaskedMass { maskedMass = engine.backend.maskedMass(logits, allowed: question.mask.words.span) }
    note(maskedMass: maskedMass)
    var allowed = question.mask
    while true {
      let token = try draw(logits, allowed)
      if let pieces = try pieces(of: token) {
        if let report = reporter?.report(of: token, logits, allowed: allowed, maskedMass: maskedMass) { note(report) }
        return take(token, .decode, pieces)
      }
      if outcome != nil { return }
      try forbid(token, in: &allowed)
    }
  }

  /// Whether somebody asks how much of the model's choice the masks took away.
  private var wantsMaskedMass: Bool { request.constraint.isConstraint || request.report?.tellsUnmasked ?? false }

  private func note(maskedMass: Double) {
    if request.constraint.isConstraint { maskedMasses.append(Float(maskedMass)) }
  }

  /// What a sampled token adds to the text; nil where the guide does not let it through, and where it ends the text, which
  /// has an outcome then.
  private func pieces(of token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    if engine.vocabulary.endTokens.contains(token) {
      try finish(.stop)
      return nil
    }
    return try guide!.take(token)
  }

  /// What the mask let through and the guide does not: another token of the same mask, until the text goes on.
  private func forbid(_ token: TokenID, in allowed: inout TokenBitmask) throws(GenerationError) {
    allowed[token] = false
    if allowed.isEmpty { throw .masking(.tokenRejected(token)) }
  }

  /// How the token behind the last row is drawn where the logits are; nil where they are needed here.
  func drawElsewhere() -> TokenDraw? {
    let question = question!
    let mayBeForced = question.withoutBudget.map { $0.count > question.mask.count } ?? false
    guard reporter == nil, !mayBeForced else { return nil }
    return sampler!.drawElsewhere(question.mask, wantsMaskedMass: wantsMaskedMass)
  }

  /// Takes the token that was drawn as `drawElsewhere` said, and goes on.
  ///
  /// - Parameter redraw: draws another one.
  func answer(_ drawn: DrawnToken, redraw: (TokenDraw) throws(ModelError) -> Int?) {
    if answered == nil { answered = .now }
    settle { () throws(GenerationError) in try takeDrawn(drawn, redraw) }
    if !isSlow { advance() }
  }

  private func takeDrawn(
    _ drawn: DrawnToken, _ redraw: (TokenDraw) throws(ModelError) -> Int?
  ) throws(GenerationError) {
    var allowed = question!.mask
    question = nil
    note(maskedMass: drawn.maskedMass)
    sampler!.noteDrawn()
    var drawnToken = drawn.token
    while true {
      guard let index = drawnToken else { throw .sampling(.nothingAllowed) }
      let token = TokenID(index)
      if let pieces = try pieces(of: token) { return take(token, .decode, pieces) }
      if outcome != nil { return }
      try forbid(token, in: &allowed)
      do throws(ModelError) {
        drawnToken = try redraw(sampler!.drawElsewhere(allowed, wantsMaskedMass: false))
        sampler!.noteDrawn()
      } catch {
        throw .model(error)
      }
    }
  }

  private func draw(_ logits: borrowing Span<Float>, _ allowed: TokenBitmask) throws(GenerationError) -> TokenID {
    do throws(SamplingError) {
      return try sampler!.sample(logits, allowed: allowed.words.span)
    } catch {
      throw .sampling(error)
    }
  }

  private func note(_ report: TokenReport) {
    text.emit(.token(report))
    reports.append(report)
  }

  private func take(_ token: TokenID, _ kind: CPUBackend.ProductKind, _ pieces: [OutputPiece]) {
    for piece in pieces { text.emit(piece) }
    sampler!.note(token)
    request.progress?.note(token)
    tokens.append(token)
    rows.append(Self.row(token, kind))
  }

  private func finish(_ reason: GenerationResult.FinishReason) throws(GenerationError) {
    for piece in try guide!.finish() { text.emit(piece) }
    let calls = try guide!.checkedCalls()
    let asks = try guide!.checkedQuestion()
    let written = try guide!.checkedText()
    let now = ContinuousClock.now
    let answered = answered ?? now
    var result = GenerationResult(
      text: written, question: asks, calls: calls, tokens: tokens,
      finishReason: asks != nil ? .question : calls.isEmpty ? reason : .calls,
      promptTokens: request.promptTokens.count, prefillTime: answered - began, decodeTime: now - answered,
      maskTime: maskTime, maskedMasses: maskedMasses, reports: reports)
    result.queueTime = began - text.asked
    outcome = .success(result)
  }

  static func row(_ token: TokenID, _ kind: CPUBackend.ProductKind) -> TokenRow {
    TokenRow(token: Int32(bitPattern: token.rawValue), kind: kind, wantsLogits: false)
  }
}
