public import Schema
public import Tokenizer

/// Why a document can't be constrained, or a token can't be taken.
public enum MaskingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The schema is refused, or a question about it went over its limit.
  case schema(SchemaError)
  /// No document of the schema is sure to fit in `given` tokens; `needed` would do.
  case budgetTooSmall(given: Int, needed: Int)
  case vocabularyTooLarge(Int, limit: Int)
  case endTokenOutOfRange(TokenID, size: Int)
  case unspellableBytes([UInt8])
  /// The token is not allowed where it came.
  case tokenRejected(TokenID)
  /// The bytes of a compiled schema can't be used.
  case compiledFile(CompiledFileFault)

  public var description: String {
    switch self {
    case .schema(let error): "\(error)"
    case .budgetTooSmall(let given, let needed):
      "max_tokens is \(given), and the shortest document of the schema needs \(needed) tokens"
    case .vocabularyTooLarge(let size, let limit): "a vocabulary of \(size) tokens is over the limit of \(limit)"
    case .endTokenOutOfRange(let token, let size): "the end token \(token) is outside the vocabulary of \(size)"
    case .unspellableBytes(let bytes):
      "the vocabulary has no token for the bytes \(bytes.map { String($0, radix: 16) }.joined(separator: " "))"
    case .tokenRejected(let token): "token \(token) is not allowed here"
    case .compiledFile(let fault): "\(fault)"
    }
  }
}
