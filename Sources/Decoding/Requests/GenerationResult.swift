package import Tokenizer

/// A generated text.
package struct GenerationResult: Sendable {
  package enum FinishReason: Sendable, Hashable {
    /// The model ended the text, a stop sequence came, or the document is whole.
    case stop
    /// The budget was used up; never with a schema, and never within a call.
    case length
    /// The model has called tools.
    case calls
    /// The model has asked a question instead.
    case question
  }

  /// Without the calls; empty where there is a question instead.
  package var text: String
  package var question: String?
  package var calls: [GeneratedCall]
  /// The tokens of text and calls, without the one that ends it.
  package var tokens: [TokenID]
  package var finishReason: FinishReason
  package var promptTokens: Int
  /// From the request to its turn.
  package var queueTime: Duration = .zero
  /// Until the logits after the prompt were there.
  package var prefillTime: Duration
  /// From then to the end.
  package var decodeTime: Duration
  /// Of that, until it was known what might come next.
  package var maskTime: Duration = .zero
  /// At each step of a constrained text at which the model was asked, the probability that it gave to what the mask
  /// forbade.
  package var maskedMasses: [Float] = []
  /// Of each of the tokens, where that was asked for.
  package var reports: [TokenReport] = []
}
