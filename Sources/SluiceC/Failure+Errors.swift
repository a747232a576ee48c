import CSluice
import JSON
import Masking
import Schema
import Tokenizer

extension Failure {
  /// - Parameter text: what the text was meant to be.
  init(_ error: JSONParseError, in text: String) {
    self = Failure(SLUICE_ERROR_JSON, code: "invalid-json", message: "\(text): \(error)")
      .with("offset", .integer(error.offset))
  }

  init(_ error: SchemaError) {
    let status =
      switch error {
      case .limit, .tooComplex, .patternLimit, .depthLimit: SLUICE_ERROR_LIMIT
      default: SLUICE_ERROR_SCHEMA
      }
    var failure = Failure(status, code: error.code, message: "\(error)")
    if let place = error.location {
      failure = failure.with("pointer", .string(place.pointer.description))
      if !place.documentURI.isEmpty { failure = failure.with("uri", .string(place.documentURI)) }
      if error.isAboutKeyword, let keyword = place.pointer.tokens.last {
        failure = failure.with("keyword", .string(keyword))
      }
    }
    if case .unsatisfiable(_, let conflicting) = error {
      failure = failure.with("conflicting", .array(conflicting.map { .string($0.pointer.description) }))
    }
    self = failure
  }

  init(_ error: MaskingError) {
    switch error {
    case .schema(let error): self.init(error)
    case .budgetTooSmall(let given, let needed):
      self = Failure(SLUICE_ERROR_BUDGET, code: "budget-too-small", message: "\(error)")
        .with("given", .integer(given)).with("needed", .integer(needed))
    case .vocabularyTooLarge(let size, let limit):
      self = Failure(SLUICE_ERROR_VOCABULARY, code: "vocabulary-too-large", message: "\(error)")
        .with("given", .integer(size)).with("limit", .integer(limit))
    case .endTokenOutOfRange(let token, let size):
      self = Failure(SLUICE_ERROR_VOCABULARY, code: "end-token-out-of-range", message: "\(error)")
        .with("token", .integer(token.index)).with("limit", .integer(size))
    case .unspellableBytes:
      self = Failure(SLUICE_ERROR_VOCABULARY, code: "unspellable-bytes", message: "\(error)")
    case .compiledFile:
      self = Failure(SLUICE_ERROR_ARGUMENT, code: "compiled-file", message: "\(error)")
    case .tokenRejected(let token):
      self = Failure(SLUICE_ERROR_TOKEN, code: "token-rejected", message: "\(error)")
        .with("token", .integer(token.index))
    }
  }

  init(_ error: TokenizerError) {
    if case .invalidJSON(let error) = error {
      self.init(error, in: "the tokenizer")
      return
    }
    let failure = Failure(SLUICE_ERROR_TOKENIZER, code: "tokenizer", message: "\(error)")
    self = error.pointer.map { failure.with("pointer", .string($0.description)) } ?? failure
  }
}

extension SchemaError {
  /// Whether the place of the error is a keyword, and not a subschema.
  fileprivate var isAboutKeyword: Bool {
    switch self {
    case .notASchema, .unsatisfiable, .referenceCycle: false
    default: true
    }
  }
}

extension TokenizerError {
  fileprivate var pointer: JSONPointer? {
    switch self {
    case .unreadableFile, .invalidJSON, .searchFailed: nil
    case .missing(let place), .wrongType(let place, _, _), .invalidValue(let place, _), .unsupported(let place, _),
      .unknownMember(let place), .invalidPattern(let place, _, _), .unknownToken(let place, _),
      .conflictingToken(let place, _, _):
      place
    }
  }
}
