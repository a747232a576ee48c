import JSON

/// Kubernetes' notation for fields below a place: `.spec.names['key with.dots']`.
enum FieldPath {
  /// Nil for a text that is no such path.
  static func pointer(_ text: String) -> JSONPointer? {
    var tokens: [ExactString] = []
    var rest = Array(text.utf8)[...]
    while let mark = rest.popFirst() {
      switch mark {
      case UInt8(ascii: "."):
        let name = rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
        guard !name.isEmpty else { return nil }
        rest = rest.dropFirst(name.count)
        tokens.append(ExactString(utf8: name))
      case UInt8(ascii: "["):
        guard rest.popFirst() == UInt8(ascii: "'") else { return nil }
        var name: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "'") {
          guard byte == UInt8(ascii: "\\") else {
            name.append(byte)
            continue
          }
          guard let escaped = rest.popFirst() else { return nil }
          name.append(escaped)
        }
        guard rest.popFirst() == UInt8(ascii: "]"), !name.isEmpty else { return nil }
        tokens.append(ExactString(utf8: name))
      default: return nil
      }
    }
    return tokens.isEmpty ? nil : JSONPointer(tokens)
  }
}
