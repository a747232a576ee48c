/// Why a text is not the JSON that was asked for, and where.
public struct JSONParseError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: Sendable, Hashable {
    case unexpectedEnd
    case unexpectedByte(UInt8)
    case invalidNumber
    case invalidEscape
    case loneSurrogate
    case controlCharacterInString(UInt8)
    case invalidUTF8
    case duplicateKey(ExactString)
    case depthLimit(Int)
    case trailingContent
  }

  public let reason: Reason
  /// Byte offset into the text, from 0.
  public let offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  public var description: String {
    let what =
      switch reason {
      case .unexpectedEnd: "the text ends in the middle of a value"
      case .unexpectedByte(let byte): "unexpected " + Self.show(byte)
      case .invalidNumber: "invalid number"
      case .invalidEscape: "invalid escape in a string"
      case .loneSurrogate: "a \\u escape is half of a surrogate pair"
      case .controlCharacterInString(let byte): "unescaped control character \(Self.show(byte)) in a string"
      case .invalidUTF8: "invalid UTF-8 in a string"
      case .duplicateKey(let key): "duplicate key \"\(key)\""
      case .depthLimit(let limit): "nested deeper than \(limit) levels"
      case .trailingContent: "content after the end of the value"
      }
    return "\(what) at byte \(offset)"
  }

  private static func show(_ byte: UInt8) -> String {
    byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "byte 0x" + String(byte, radix: 16)
  }
}
