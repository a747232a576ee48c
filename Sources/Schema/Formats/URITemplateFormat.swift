/// `uri-template`: RFC 6570 §2, with erratum 6937 (an apostrophe is a literal).
enum URITemplateFormat {
  static func accepts(_ text: String) -> Bool {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "{" {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "}"), isExpression(rest[..<end]) else { return false }
        rest = rest[rest.index(after: end)...]
      } else if scalar == "%" {
        guard takeEscape(&rest) else { return false }
      } else if isLiteral(scalar) {
        rest.removeFirst()
      } else {
        return false
      }
    }
    return true
  }

  private static func isLiteral(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "<", ">", "\\", "^", "`", "{", "|", "}", "%": false
    default:
      (0x21...0x7E).contains(scalar.value) || URICharacters.isInternational(scalar) || URICharacters.isPrivate(scalar)
    }
  }

  /// What stands between braces: an operator if any, then variables.
  private static func isExpression(_ text: Substring.UnicodeScalarView) -> Bool {
    var rest = text
    if let first = rest.first, "+#./;?&=,!@|".unicodeScalars.contains(first) { rest.removeFirst() }
    return rest.split(separator: ",", omittingEmptySubsequences: false).allSatisfy(isVariable)
  }

  private static func isVariable(_ text: Substring.UnicodeScalarView) -> Bool {
    var rest = text
    repeat {
      guard takeNameCharacter(&rest) else { return false }
      while takeNameCharacter(&rest) {}
    } while take(".", &rest)
    if take("*", &rest) { return rest.isEmpty }
    guard take(":", &rest) else { return rest.isEmpty }
    guard let first = rest.first, first != "0", rest.count <= 4 else { return false }
    return rest.allSatisfy { ("0"..."9").contains($0) }
  }

  private static func take(_ scalar: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView) -> Bool {
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private static func takeNameCharacter(_ rest: inout Substring.UnicodeScalarView) -> Bool {
    guard let scalar = rest.first, let byte = UInt8(exactly: scalar.value) else { return false }
    if scalar == "%" { return takeEscape(&rest) }
    guard byte.isLetter || byte.isDigit || scalar == "_" else { return false }
    rest.removeFirst()
    return true
  }

  private static func takeEscape(_ rest: inout Substring.UnicodeScalarView) -> Bool {
    let digits = rest.dropFirst().prefix(2)
    guard digits.count == 2, digits.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }) else { return false }
    rest.removeFirst(3)
    return true
  }
}
