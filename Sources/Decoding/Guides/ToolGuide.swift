import Masking
import Tokenizer

/// Lets the model call tools, first of all or behind a text, as the constraint says. A call is only opened when the
/// budget has room for the shortest one, and then it becomes whole.
///
/// Behind a call only another one may come. Whitespace between the text and a call belongs to neither. As long as what is
/// written may become a document or a call, nothing of it is told; what is both is a call.
struct ToolGuide: OutputGuide {
  private enum Place {
    /// Before everything, where a call has to come.
    case start
    case text
    case undecided(DocumentOrCall)
    case document(DocumentGuide)
    case call(CallWriter)
    case betweenCalls
  }

  private let constraint: ToolConstraint
  private let format: ToolCallFormat
  private let vocabulary: MaskingVocabulary
  private var place: Place
  private var lead: LeadText
  private var calls: [GeneratedCall] = []
  /// Starts of calls that have been needed already.
  private var heads: [ToolCallFormat.Start: [ToolHead]] = [:]

  /// - Parameter lead: how free text is written.
  /// - Throws: `GenerationError.budgetTooSmall` when the budget can't hold what has to come.
  init(
    _ constraint: ToolConstraint, _ format: ToolCallFormat, _ vocabulary: MaskingVocabulary, lead: LeadText,
    budget: Int
  ) throws(GenerationError) {
    self.constraint = constraint
    self.format = format
    self.vocabulary = vocabulary
    self.lead = lead
    switch constraint.lead {
    case .text: place = .text
    case .document(let document):
      place = .text
      let document = try DocumentGuide(document, budget: budget)
      place = .undecided(DocumentOrCall(document, writer(try heads(from: .text)), vocabulary))
    case .nothing:
      place = .start
      let needed = try cost(from: .text)
      guard needed <= budget else { throw .budgetTooSmall(needed: needed, given: budget) }
    }
  }

  mutating func step(remaining: Int) throws(GenerationError) -> GuideStep {
    switch place {
    case .start: return try choice(callMask(from: .text, remaining), remaining)
    case .undecided(var both):
      let step = try both.step(remaining: remaining)
      place = .undecided(both)
      return step
    case .text: return try textStep(remaining)
    case .document(var document):
      let step = try document.step(remaining: remaining)
      place = .document(document)
      return step
    case .call(var call):
      let mask = try translating { () throws(MaskingError) in try call.mask(remaining: remaining) }
      place = .call(call)
      return try choice(mask, remaining)
    case .betweenCalls:
      guard constraint.allowsSeveral, format.form.allowsSeveral else { return .ended(.calls) }
      var mask = try callMask(from: .call, remaining)
      if mask.isEmpty { return .ended(.calls) }
      for token in vocabulary.endTokens { mask[token] = true }
      return .sampled(mask)
    }
  }

  mutating func take(_ token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    switch place {
    case .start: return try open(try heads(from: .text), with: token)
    case .undecided(var both):
      guard let pieces = try both.take(token) else { return nil }
      if both.document == nil {
        goOn(with: both.call!)
      } else {
        place = both.call == nil ? .document(both.document!) : .undecided(both)
      }
      return pieces
    case .text:
      let pieces = OutputPiece.pieces(of: lead.take(token, bytes: vocabulary.bytes(of: token)))
      if let excess = lead.excess { place = .call(writer(try heads(from: .marker(excess)))) }
      return pieces
    case .document(var document):
      defer { place = .document(document) }
      return try document.take(token)
    case .call(let call): return try take(token, call)
    case .betweenCalls: return try open(try heads(from: .call), with: token)
    }
  }

  mutating func finish() -> [OutputPiece] {
    switch place {
    case .text: return OutputPiece.pieces(of: lead.finish())
    case .document(var document):
      defer { place = .document(document) }
      return document.finish()
    case .undecided(var both): return both.finish()
    case .start, .call, .betweenCalls: return []
    }
  }

  func checkedText() throws(GenerationError) -> String {
    switch place {
    case .document(let document): try document.checkedText()
    case .undecided(let both): try both.document!.checkedText()
    case .start, .text, .call, .betweenCalls: lead.toldText
    }
  }

  func checkedCalls() throws(GenerationError) -> [GeneratedCall] {
    for call in calls { try constraint.tools[call.tool].arguments.check(Array(call.arguments.utf8)) }
    return calls
  }

  // MARK: Text

  private mutating func textStep(_ remaining: Int) throws(GenerationError) -> GuideStep {
    if lead.isStopped { return .ended(.stop) }
    if remaining == 0 { return .ended(.length) }
    var mask = lead.mask
    for (token, excess) in format.openers(after: lead.matched) {
      // What would be no call, or one that could not become whole, is not text either.
      if let excess, try cost(from: .marker(excess)) < remaining { continue }
      mask[token] = false
    }
    return .sampled(mask)
  }

  // MARK: Calls

  private mutating func heads(from start: ToolCallFormat.Start) throws(GenerationError) -> [ToolHead] {
    if let known = heads[start] { return known }
    var heads: [ToolHead] = []
    do throws(TokenizerError) {
      for (place, tool) in constraint.tools.enumerated() {
        let tokens = try format.head(tool.name, from: start)
        heads.append(ToolHead(tool: place, tokens: tokens, rest: tool.shortest + format.tailCount))
      }
    } catch {
      throw .tokenizer(error)
    }
    self.heads[start] = heads
    return heads
  }

  /// Tokens of the shortest call.
  private mutating func cost(from start: ToolCallFormat.Start) throws(GenerationError) -> Int {
    try heads(from: start).map { $0.cost(after: 0) }.min()!
  }

  /// The first tokens of calls that the budget has room for.
  private mutating func callMask(
    from start: ToolCallFormat.Start, _ remaining: Int
  ) throws(GenerationError) -> TokenBitmask {
    var mask = TokenBitmask(vocabularySize: vocabulary.size)
    for head in try heads(from: start) where head.cost(after: 0) <= remaining { mask[head.tokens[0]] = true }
    return mask
  }

  private func writer(_ heads: [ToolHead]) -> CallWriter {
    CallWriter(calls.count, of: constraint.tools, format, vocabulary, heads: heads)
  }

  private mutating func open(_ heads: [ToolHead], with token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    try take(token, writer(heads))
  }

  private mutating func take(_ token: TokenID, _ call: CallWriter) throws(GenerationError) -> [OutputPiece]? {
    var call = call
    guard let pieces = try call.takeIfAllowed(token) else { return nil }
    goOn(with: call)
    return pieces
  }

  private mutating func goOn(with call: CallWriter) {
    if call.isWhole {
      calls.append(call.call!)
      place = .betweenCalls
    } else {
      place = .call(call)
    }
  }

  private func choice(_ mask: TokenBitmask, _ remaining: Int) throws(GenerationError) -> GuideStep {
    if let only = mask.onlyToken { return .forced(only) }
    if mask.isEmpty { throw .invalidDocument(.deadEnd(text: "", remaining: remaining)) }
    return .sampled(mask)
  }

  private func translating<Result>(_ body: () throws(MaskingError) -> Result) throws(GenerationError) -> Result {
    do throws(MaskingError) {
      return try body()
    } catch {
      throw GenerationError(error)
    }
  }
}
