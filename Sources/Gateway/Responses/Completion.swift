/// One whole answer.
package struct Completion: Sendable, Hashable {
  package let text: String
  package let calls: [CallAnswer]
  package let finishReason: FinishReason

  package init(text: String, calls: [CallAnswer] = [], finishReason: FinishReason) {
    self.text = text
    self.calls = calls
    self.finishReason = finishReason
  }
}
