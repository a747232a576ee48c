/// A place in a document (RFC 6901).
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
  public var tokens: [ExactString]

  public init(_ tokens: [ExactString] = []) { self.tokens = tokens }

  /// Nil when a non-empty text does not start with `/` or has a `~` that is neither `~0` nor `~1`.
  public init?(text: String) {
    guard !text.isEmpty else {
      self.init()
      return
    }
    guard text.utf8.first == UInt8(ascii: "/") else { return nil }
    var tokens: [ExactString] = []
    for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      var bytes: [UInt8] = []
      var rest = part[...]
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "~") else {
          bytes.append(byte)
          continue
        }
        switch rest.popFirst() {
        case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
        case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
        default: return nil
        }
      }
      tokens.append(ExactString(utf8: bytes))
    }
    self.init(tokens)
  }

  public func appending(_ token: ExactString) -> JSONPointer { JSONPointer(tokens + [token]) }
  public func appending(_ index: Int) -> JSONPointer { JSONPointer(tokens + [ExactString(String(index))]) }

  /// `/a~1b/0`; the empty text for the whole document.
  public var description: String {
    var text = ""
    for token in tokens {
      text += "/"
      for scalar in token.text.unicodeScalars {
        switch scalar {
        case "~": text += "~0"
        case "/": text += "~1"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }

  /// The value at this place, nil when there is none.
  public func resolve(in value: JSONValue) -> JSONValue? {
    var value = value
    for token in tokens {
      switch value {
      case .object(let object):
        guard let next = object[token] else { return nil }
        value = next
      case .array(let items):
        guard let index = Self.index(token.text), index < items.count else { return nil }
        value = items[index]
      default: return nil
      }
    }
    return value
  }

  /// Array indices have no sign and no leading zeros.
  package static func index(_ text: String) -> Int? {
    guard text == "0" || text.utf8.first != UInt8(ascii: "0"), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    return Int(text)
  }
}
