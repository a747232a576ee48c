/// Why a pattern was refused or a match could not be decided.
package enum PCRE2Error: Error, Sendable, Hashable, CustomStringConvertible {
  /// The pattern's syntax is wrong, or it is too large.
  /// - Parameters:
  ///   - message: PCRE2's words, English.
  ///   - offset: byte offset into the pattern's UTF-8 text at which it was found.
  case invalidPattern(message: String, offset: Int)
  /// The search backtracked more often than the pattern's match limit allows.
  case matchLimit(UInt32)
  /// The search nested deeper or needed more heap than allowed.
  case memoryLimit
  /// The subject is not UTF-8; the byte offset is where it stops being so.
  case invalidUTF8(offset: Int)
  /// Any other result code of the library, with its message.
  case library(code: Int32, message: String)

  package var description: String {
    switch self {
    case .invalidPattern(let message, let offset): "invalid pattern: \(message) at byte \(offset)"
    case .matchLimit(let limit): "the search exceeded the limit of \(limit) backtracking steps"
    case .memoryLimit: "the search exceeded its memory limit"
    case .invalidUTF8(let offset): "the subject is not UTF-8 at byte \(offset)"
    case .library(let code, let message): "PCRE2 error \(code): \(message)"
    }
  }
}
