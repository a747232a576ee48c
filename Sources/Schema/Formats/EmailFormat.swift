/// `email`: Mailbox of RFC 5321 §4.1.2, and `idn-email`: the same with what RFC 6531 §3.3 adds.
enum EmailFormat {
  static func accepts(_ text: String, international: Bool) -> Bool {
    var scanner = TextScanner(text)
    return localPart(&scanner, international) && scanner.take("@") && domain(&scanner, international)
  }

  private static func localPart(_ scanner: inout TextScanner, _ international: Bool) -> Bool {
    if scanner.take("\"") {
      while !scanner.take("\"") {
        if scanner.take("\\") {
          guard scanner.take(where: { (0x20...0x7E).contains($0) }) else { return false }
        } else if !scanner.take(where: { (0x20...0x7E).contains($0) || international && $0 >= 0x80 }) {
          return false
        }
      }
      return true
    }
    repeat {
      guard scanner.take(where: { isAtomText($0, international) }) else { return false }
      while scanner.take(where: { isAtomText($0, international) }) {}
    } while scanner.take(".")
    return true
  }

  /// RFC 5322's atext.
  private static func isAtomText(_ byte: UInt8, _ international: Bool) -> Bool {
    byte.isLetter || byte.isDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte) || international && byte >= 0x80
  }

  private static func domain(_ scanner: inout TextScanner, _ international: Bool) -> Bool {
    if scanner.take("[") { return addressLiteral(&scanner) }
    func isWord(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || international && byte >= 0x80 }
    repeat {
      guard scanner.take(where: isWord) else { return false }
      var endsInHyphen = false
      while let byte = scanner.next, isWord(byte) || byte == UInt8(ascii: "-") {
        endsInHyphen = !isWord(byte)
        _ = scanner.take(byte)
      }
      if endsInHyphen { return false }
    } while scanner.take(".")
    return scanner.isAtEnd
  }

  /// `[192.0.2.1]`, `[IPv6:2001:db8::1]` or `[tag:text]` after the opening bracket.
  private static func addressLiteral(_ scanner: inout TextScanner) -> Bool {
    var bytes: [UInt8] = []
    while let byte = scanner.next, byte != UInt8(ascii: "]") {
      bytes.append(byte)
      _ = scanner.take(byte)
    }
    guard scanner.take("]"), scanner.isAtEnd else { return false }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      return IPv4Format.accepts(String(decoding: bytes, as: UTF8.self))
    }
    let (tag, content) = (bytes[..<colon], bytes[(colon + 1)...])
    if String(decoding: tag, as: UTF8.self).lowercased() == "ipv6" {
      return IPv6Format.accepts(String(decoding: content, as: UTF8.self))
    }
    return !content.isEmpty && tag.last != UInt8(ascii: "-") && !tag.isEmpty
      && tag.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
      && content.allSatisfy { (0x21...0x5A).contains($0) || (0x5E...0x7E).contains($0) }
  }
}
