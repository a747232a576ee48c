/// How Kubernetes spells property names that are no CEL identifiers.
enum FieldName {
  private static let keywords: Set<String> = [
    "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
    "loop", "package", "namespace", "return",
  ]

  /// The name that stands for a property, nil for one that cannot be named so.
  static func escaped(_ key: String) -> String? {
    if keywords.contains(key) { return "__\(key)__" }
    guard let first = key.utf8.first, !Lexer.isDigit(first) else { return nil }
    var name = ""
    var rest = Array(key.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "_") where rest.first == UInt8(ascii: "_"):
        rest.removeFirst()
        name += "__underscores__"
      case UInt8(ascii: "."): name += "__dot__"
      case UInt8(ascii: "-"): name += "__dash__"
      case UInt8(ascii: "/"): name += "__slash__"
      case let byte where Lexer.isNameStart(byte) || Lexer.isDigit(byte):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: return nil
      }
    }
    return name
  }
}
