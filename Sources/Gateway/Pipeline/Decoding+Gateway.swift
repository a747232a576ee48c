import Decoding
import Schema
import Tokenizer

extension FinishReason {
  init(_ reason: GenerationResult.FinishReason) {
    self =
      switch reason {
      case .stop: .stop
      case .length: .length
      case .calls: .toolCalls
      case .question: .clarify
      }
  }
}

extension GenerationEvent {
  /// - Parameter callID: what the ids of the choice's calls start with.
  init(_ piece: OutputPiece, choice: Int, _ plan: GenerationPlan, _ engine: Engine, callID: String) {
    switch piece {
    case .text(let text): self = .text(choice: choice, text)
    case .question(let text): self = .question(choice: choice, text)
    case .token(let report): self = .token(choice: choice, TokenAnswer(report, engine.tokenizer.vocabulary))
    case .call(let number, let tool):
      let name = plan.tools!.callable[tool].name
      let call = CallAnswer(id: callID + "\(number)", name: name, arguments: "")
      self = .call(choice: choice, number: number, call)
    case .arguments(let number, let text): self = .arguments(choice: choice, number: number, text)
    }
  }
}

extension ChatMessage {
  /// The answer as the assistant's message, with the ids that events tell.
  init(_ result: GenerationResult, _ plan: GenerationPlan, callID: String) {
    let calls = result.calls.enumerated().map { number, call in
      ToolCall(
        id: callID + "\(number)", name: plan.tools!.callable[call.tool].name,
        arguments: ToolCall.value(of: call.arguments))
    }
    self.init(role: .assistant, content: result.question ?? result.text, toolCalls: calls)
  }
}

extension GatewayError {
  /// What the engine's failure means to the one who asked.
  init(_ error: GenerationError, _ plan: GenerationPlan) {
    switch (error, plan.format) {
    case (.schema(let error), .json(_, let path)), (.schema(let error), .string(_, let path)):
      self = .schemaRefused(path, reason: error.description)
    case (.toolSchema(let error, let tool), _):
      self = .schemaRefused(plan.tools!.callable[tool].path, reason: error.description)
    case (.noArguments(let tool), _):
      self = .schemaRefused(
        plan.tools!.callable[tool].path, reason: "no object is valid for it, and arguments are an object")
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
