import JSON
import Masking
import Tokenizer

/// Keeps the text within a schema, or within the form of a question: whichever the model chooses by what it writes.
///
/// As long as the text may become either, nothing of it is told. A text that is both is a question.
struct ClarifyingGuide: OutputGuide {
  /// Nil once the text is no document.
  private var document: DocumentGuide?
  /// Nil once the text is no question.
  private var question: DocumentGuide?
  /// The masks of the last step.
  private var (documents, questions): (TokenBitmask, TokenBitmask)
  /// Of the document, until it can't be a question any more.
  private var held: [OutputPiece] = []

  /// - Throws: `GenerationError.budgetTooSmall` when `budget` can't hold both.
  init(_ document: DocumentConstraint, question: DocumentConstraint, budget: Int) throws(GenerationError) {
    let empty = TokenBitmask(vocabularySize: document.masks.vocabulary.size)
    (documents, questions) = (empty, empty)
    var needed: [Int] = []
    self.document = try Self.guide(document, budget, &needed)
    self.question = try Self.guide(question, budget, &needed)
    if let needed = needed.max() { throw .budgetTooSmall(needed: needed, given: budget) }
  }

  /// - Parameter needed: gets the budget that it takes, where this one is too small.
  private static func guide(
    _ constraint: DocumentConstraint, _ budget: Int, _ needed: inout [Int]
  ) throws(GenerationError) -> DocumentGuide? {
    do throws(GenerationError) {
      return try DocumentGuide(constraint, budget: budget)
    } catch .budgetTooSmall(let more, _) {
      needed.append(more)
      return nil
    }
  }

  mutating func step(remaining: Int) throws(GenerationError) -> GuideStep {
    guard document != nil, question != nil else { return try onlyStep(remaining: remaining) }
    // A text that is whole as one of them can't go on as the other.
    guard let documents = try Self.mask(&document!, remaining), let questions = try Self.mask(&question!, remaining)
    else { return .ended(.stop) }
    (self.documents, self.questions) = (documents, questions)
    var both = documents
    for token in questions.allowedTokens { both[token] = true }
    return both.onlyToken.map { .forced($0) } ?? .sampled(both)
  }

  mutating func withoutBudget(remaining: Int) throws(GenerationError) -> TokenBitmask? {
    var all: TokenBitmask?
    if document != nil {
      guard let mask = try document!.withoutBudget(remaining: remaining) else { return nil }
      all = mask
    }
    if question != nil {
      guard let mask = try question!.withoutBudget(remaining: remaining) else { return nil }
      guard var both = all else { return mask }
      for token in mask.allowedTokens { both[token] = true }
      all = both
    }
    return all
  }

  mutating func take(_ token: TokenID) throws(GenerationError) -> [OutputPiece]? {
    guard document != nil, question != nil else {
      if document != nil { return try document!.take(token) }
      return try question!.take(token) == nil ? nil : []
    }
    var (document, question) = (document, question)
    let pieces = documents[token] ? try document!.take(token) : nil
    let asks = questions[token] ? try question!.take(token) != nil : false
    if pieces == nil { document = nil }
    if !asks { question = nil }
    if pieces == nil, !asks { return nil }
    (self.document, self.question) = (document, question)
    held = pieces.map { held + $0 } ?? []
    if asks { return [] }
    defer { held = [] }
    return held
  }

  mutating func finish() throws(GenerationError) -> [OutputPiece] {
    if let question = try checkedQuestion() { return [.question(question)] }
    return document!.finish()
  }

  func checkedText() throws(GenerationError) -> String {
    question == nil ? try document!.checkedText() : ""
  }

  func checkedQuestion() throws(GenerationError) -> String? {
    guard let question else { return nil }
    let text = try question.checkedText()
    do throws(JSONParseError) {
      return try Clarification.question(in: JSONParser.parse(text))
    } catch {
      throw .invalidDocument(.notJSON(error, text: text))
    }
  }

  private mutating func onlyStep(remaining: Int) throws(GenerationError) -> GuideStep {
    if document != nil { return try document!.step(remaining: remaining) }
    return try question!.step(remaining: remaining)
  }

  /// Nil at the end.
  private static func mask(_ guide: inout DocumentGuide, _ remaining: Int) throws(GenerationError) -> TokenBitmask? {
    switch try guide.step(remaining: remaining) {
    case .ended: return nil
    case .sampled(let mask): return mask
    case .forced(let token): return guide.mask(of: token)
    }
  }
}
