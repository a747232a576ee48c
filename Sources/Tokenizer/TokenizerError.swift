public import JSON

/// Why a tokenizer could not be read or a text not be encoded. Pointers are places in `tokenizer.json`.
public enum TokenizerError: Error, Sendable, Hashable, CustomStringConvertible {
  case unreadableFile(path: String, errno: Int32)
  case invalidJSON(JSONParseError)
  /// A member that must be there is not.
  case missing(JSONPointer)
  case wrongType(JSONPointer, expected: String, found: String)
  /// The value is of the right type but is not one that the format allows, such as an unknown split behavior.
  case invalidValue(JSONPointer, found: String)
  /// A component, or a setting of one, that this reader does not carry out.
  case unsupported(JSONPointer, found: String)
  /// A member whose meaning this reader does not know, and which it therefore cannot honour.
  case unknownMember(JSONPointer)
  /// The pattern was refused; the offset is in bytes of its text.
  case invalidPattern(JSONPointer, message: String, offset: Int)
  /// Something refers to a token that the vocabulary lacks.
  case unknownToken(JSONPointer, content: String)
  /// Two tokens have one id, or one token has two.
  case conflictingToken(JSONPointer, content: String, id: Int)
  /// Encoding was given up: a pattern exceeded its search limits on this text.
  case searchFailed(message: String)

  public var description: String {
    switch self {
    case .unreadableFile(let path, let errno): "cannot read \(path): error \(errno)"
    case .invalidJSON(let error): "the tokenizer is not JSON: \(error)"
    case .missing(let place): "\(Self.show(place)) is missing"
    case .wrongType(let place, let expected, let found): "\(Self.show(place)) must be \(expected), not \(found)"
    case .invalidValue(let place, let found): "\(Self.show(place)) cannot be \(found)"
    case .unsupported(let place, let found): "\(Self.show(place)): \(found) is not supported"
    case .unknownMember(let place): "\(Self.show(place)) is not a known member"
    case .invalidPattern(let place, let message, let offset):
      "\(Self.show(place)): invalid pattern: \(message) at byte \(offset)"
    case .unknownToken(let place, let content):
      "\(Self.show(place)): \(JSONWriter.quote(content)) is not in the vocabulary"
    case .conflictingToken(let place, let content, let id):
      "\(Self.show(place)): token \(JSONWriter.quote(content)) conflicts with another over id \(id)"
    case .searchFailed(let message): "the text cannot be split into tokens: \(message)"
    }
  }

  private static func show(_ place: JSONPointer) -> String {
    place.tokens.isEmpty ? "the tokenizer" : "tokenizer member \(place)"
  }
}
