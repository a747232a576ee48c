package import JSON
package import Masking
package import Qwen2
package import Schema
package import Tokenizer

/// Why a text was not generated.
package enum GenerationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The schema is malformed, or uses what the masks don't enforce.
  case schema(SchemaError)
  /// The same of a tool's arguments.
  case toolSchema(SchemaError, tool: Int)
  /// A tool's schema has no object, which arguments have to be.
  case noArguments(tool: Int)
  /// The shortest document of the schema needs more tokens than the budget has.
  case budgetTooSmall(needed: Int, given: Int)
  /// Prompt and budget are more than the model's context, in tokens.
  case contextExceeded(prompt: Int, budget: Int, limit: Int)
  case sampling(SamplingError)
  case tokenizer(TokenizerError)
  /// Too many requests wait already.
  case overloaded(QueueFull)
  case cancelled
  case model(ModelError)
  case masking(MaskingError)
  /// What was generated is no valid document after all, so it is not given out.
  case invalidDocument(DocumentFault)

  /// What is wrong with a document that the masks let through.
  package enum DocumentFault: Sendable, Hashable, CustomStringConvertible {
    /// Nothing more may come within the tokens that are left, and the document is not whole.
    case deadEnd(text: String, remaining: Int)
    case notJSON(JSONParseError, text: String)
    case violates(SchemaViolation, text: String)
    /// The validator gave no verdict.
    case undecided(SchemaError, text: String)

    /// Without the text, which may be confidential and long.
    package var description: String {
      switch self {
      case .deadEnd(let text, let remaining):
        "nothing may follow byte \(text.utf8.count) of a document that is not whole, \(remaining) tokens before the end"
      case .notJSON(let error, _): "it is not JSON: \(error)"
      case .violates(let violation, _): "it breaks \(violation.absoluteKeywordLocation)"
      case .undecided(let error, _): "the validator can't judge it: \(error)"
      }
    }
  }

  package var description: String {
    switch self {
    case .schema(let error): error.description
    case .toolSchema(let error, let tool): "tool \(tool): \(error)"
    case .noArguments(let tool): "tool \(tool): no object is valid for the schema of the arguments"
    case .budgetTooSmall(let needed, let given):
      "the budget is \(given) tokens, and the shortest document of the schema needs \(needed)"
    case .contextExceeded(let prompt, let budget, let limit):
      "the prompt's \(prompt) tokens and the \(budget) of the answer exceed the model's context of \(limit)"
    case .sampling(let error): error.description
    case .tokenizer(let error): error.description
    case .overloaded(let full): "\(full.waiting) requests are waiting already"
    case .cancelled: "the generation was cancelled"
    case .model(let error): error.description
    case .masking(let error): error.description
    case .invalidDocument(let fault): "the generated text is not what was promised: \(fault)"
    }
  }
}
