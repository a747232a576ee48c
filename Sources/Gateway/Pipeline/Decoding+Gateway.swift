import Decoding
import Schema

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
    case (.promptTooLong(let tokens, let limit), _):
      self = .promptTooLong(plan.messagesField, tokens: tokens, limit: limit)
    default: self = .generationFailed(reason: "\(error)")
    }
  }
}
