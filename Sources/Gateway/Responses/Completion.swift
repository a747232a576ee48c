/// One whole answer.
package struct Completion: Sendable, Hashable {
  package let text: String
  package let finishReason: FinishReason

  package init(text: String, finishReason: FinishReason) {
    self.text = text
    self.finishReason = finishReason
  }
}
