package import Decoding
package import Rules
package import Tokenizer

/// One document, or question, that the model wrote for an answer. With the contract, the request and these it can be written again.
package struct ContractAttempt: Sendable {
  package let seed: UInt64
  package let temperature: Double
  package let tokens: [TokenID]
  package let text: String
  package let promptTokens: Int
  package let duration: Duration
  package let report: RuleReport
  /// Whether the budget has decided how the document ends where the model wanted something else.
  package let isForced: Bool
  /// Of the tokens, where that was asked for.
  package let reports: [TokenReport]
}
