import Decoding
import Schema
import Tokenizer

extension FinishReason {
  init(_ reason: GenerationResult.FinishReason) {
    self =
      switch reason {
      case .stop: .stop
      case .length: .length
      }
  }
}

extension GatewayError {
  /// What the engine's failure means to the one who asked.
  init(_ error: GenerationError, _ plan: GenerationPlan) {
    switch (error, plan.format) {
    case (.schema(let error), .json(_, let path)): self = .schemaRefused(path, reason: error.description)
    case (.budgetTooSmall(let needed, let given), _):
      self = .budgetTooSmall(plan.maxTokensField, needed: needed, given: given)
    case (.contextExceeded(let prompt, let budget, let limit), _):
      self = .contextExceeded(plan.messagesField, prompt: prompt, budget: budget, limit: limit)
    case (.tokenizer(let error), _): self = .unsupported(plan.messagesField, reason: error.description)
    case (.overloaded(let full), _): self = .overloaded(full)
    default: self = .generationFailed(reason: "\(error)")
    }
  }
}
