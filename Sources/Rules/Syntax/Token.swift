import JSON

/// A lexical unit of an expression.
struct Token: Sendable {
  enum Kind: Sendable, Hashable {
    case identifier(String)
    /// A field name between backquotes.
    case quotedIdentifier(String)
    case integer(text: String, radix: Int)
    case unsigned(text: String, radix: Int)
    case double(String)
    case string(ExactString)
    case bytes([UInt8])
    /// An operator, bracket or separator.
    case symbol(String)
    case end
  }

  let kind: Kind
  /// Byte offset of its first byte.
  let offset: Int

  /// Words for messages.
  var name: String {
    switch kind {
    case .identifier(let name), .quotedIdentifier(let name): "'\(name)'"
    case .integer(let text, _), .unsigned(let text, _), .double(let text): "the number \(text)"
    case .string: "a string"
    case .bytes: "a bytes literal"
    case .symbol(let text): "'\(text)'"
    case .end: "the end"
    }
  }
}
