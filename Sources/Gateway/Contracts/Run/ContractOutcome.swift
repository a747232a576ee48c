package import JSON
package import Rules
package import Tokenizer

/// How a request under a contract ended: what is answered, or why nothing is.
package struct ContractOutcome: Sendable {
  package enum Answer: Sendable {
    /// The last attempt.
    case model(JSONValue)
    case fallback(Fallback)
    /// What the last attempt asks instead of being a document, of which no rule says anything.
    case question(String)
    case none(GatewayError)
  }

  package struct Fallback: Sendable {
    package enum Kind: String, Sendable, Hashable {
      case template
      case document = "static"
    }

    package let document: JSONValue
    package let kind: Kind
    package let report: RuleReport
    /// Why the model did not deliver.
    package let reason: GatewayError
    /// Why the template was not used, where there is one.
    package let templateFailure: String?
  }

  /// Nil for the rules of a request's own schema.
  package let contract: ContractID?
  package let request: RequestFacts
  /// In their order; all but the last broke rules, and the last did when the answer is not the model's.
  package let attempts: [ContractAttempt]
  package let answer: Answer
  /// Of the first attempt; the others follow from it. Nil when there was none.
  package let seed: UInt64?
  /// Tokens of an attempt that did not come to its end.
  package let unfinished: [TokenID]
  package let duration: Duration
}
