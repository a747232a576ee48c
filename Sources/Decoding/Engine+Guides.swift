import Tokenizer

/// What says how a text may go on.
extension Engine {
  /// - Throws: `GenerationError.budgetTooSmall` when the budget can't hold what the constraint asks for.
  func guide(for request: GenerationRequest) throws(GenerationError) -> any OutputGuide {
    switch request.constraint {
    case .none: return TextGuide(tokenizer.vocabulary, mask: textMask, stop: request.stop)
    case .document(let constraint): return try DocumentGuide(constraint, budget: request.maxTokens)
    case .clarifying(let document, let question):
      return try ClarifyingGuide(document, question: question, budget: request.maxTokens)
    case .string(let constraint): return try StringGuide(constraint, budget: request.maxTokens)
    case .tools(let constraint):
      let lead = LeadText(tokenizer.vocabulary, marker: calls.form.marker, mask: textMask, stop: request.stop)
      return try ToolGuide(constraint, calls, vocabulary, lead: lead, budget: request.maxTokens)
    }
  }
}
