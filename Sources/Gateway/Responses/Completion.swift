/// One whole answer.
package struct Completion: Sendable, Hashable {
  package var text: String
  /// What the model asks instead.
  package var question: String?
  package var calls: [CallAnswer]
  /// Those of the text, where reports of them were asked for.
  package var tokens: [TokenAnswer]
  package var finishReason: FinishReason

  package init(
    text: String, calls: [CallAnswer] = [], tokens: [TokenAnswer] = [], finishReason: FinishReason
  ) {
    self.text = text
    self.calls = calls
    self.tokens = tokens
    self.finishReason = finishReason
  }
}
