/// Why a text is no CEL expression.
package enum SyntaxProblem: Error, Sendable, Hashable, CustomStringConvertible {
  case unexpectedCharacter(String)
  case unexpectedToken(String, expected: String)
  case unterminatedString
  case invalidEscape(String)
  /// A code point escape that names a surrogate or lies beyond U+10FFFF.
  case invalidCodePoint(String)
  case reservedWord(String)
  case integerOutOfRange(String)
  case invalidNumber(String)
  /// `Name{field: value}`: there are no protobuf messages here.
  case messageConstruction
  /// A macro whose argument must be a plain name, or a field selection for `has`.
  case invalidMacroArgument(macro: String, expected: String)
  case nestedTooDeeply(limit: Int)
  case tooLong(bytes: Int, limit: Int)

  package var description: String {
    switch self {
    case .unexpectedCharacter(let text): "unexpected character \(text)"
    case .unexpectedToken(let given, let expected): "unexpected \(given), expected \(expected)"
    case .unterminatedString: "the string does not end"
    case .invalidEscape(let text): "invalid escape \(text)"
    case .invalidCodePoint(let text): "\(text) is no code point"
    case .reservedWord(let word): "'\(word)' is a reserved word"
    case .integerOutOfRange(let text): "\(text) does not fit into 64 bits"
    case .invalidNumber(let text): "\(text) is no number"
    case .messageConstruction: "message construction is not supported"
    case .invalidMacroArgument(let macro, let expected): "\(macro) expects \(expected) here"
    case .nestedTooDeeply(let limit): "nested deeper than \(limit) levels"
    case .tooLong(let bytes, let limit): "\(bytes) bytes are more than the limit of \(limit)"
    }
  }
}
