import JSON
import Tokenizer

/// What both APIs come down to.
struct GenerationPlan: Sendable {
  let model: String?
  let messages: [ChatMessage]
  let messagesField: FieldPath
  let format: OutputFormat
  let sampling: SamplingFields
  let stop: [String]
  let maxTokens: Int?
  let maxTokensField: FieldPath
  let choices: Int

  init(_ request: ChatCompletionRequest) {
    model = request.model
    messages = request.messages
    messagesField = FieldPath.body.appending("messages")
    format = request.format
    sampling = request.sampling
    stop = request.stop
    maxTokens = request.maxTokens
    maxTokensField = request.maxTokensField
    choices = request.choices
  }

  init(_ request: GenerateRequest) {
    model = request.model
    messages = request.messages
    messagesField = request.messagesField
    format = request.format
    sampling = request.sampling
    stop = request.stop
    maxTokens = request.maxTokens
    maxTokensField = request.maxTokensField
    choices = 1
  }
}
