/// Finds the expressions of a text. An expression ends at the first `}}` that stands neither in one of its string
/// literals nor within its own braces.
enum TemplateScanner {
  enum Piece {
    case text(String)
    case expression(String)
  }

  static func pieces(of text: String, at path: FieldPath) throws(GatewayError) -> [Piece] {
    var pieces: [Piece] = []
    var literal: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "{"), rest.first == byte else {
        literal.append(byte)
        continue
      }
      rest.removeFirst()
      if !literal.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
      literal = []
      guard let count = length(of: rest) else { throw .contractRefused(path, .openExpression) }
      pieces.append(.expression(String(decoding: rest.prefix(count), as: UTF8.self)))
      rest = rest.dropFirst(count + 2)
    }
    if !literal.isEmpty || pieces.isEmpty { pieces.append(.text(String(decoding: literal, as: UTF8.self))) }
    return pieces
  }

  /// Bytes before the `}}` that ends the expression; nil when there is none.
  private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
    var depth = 0
    var quote: UInt8?
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let byte = bytes[place]
      switch (byte, quote) {
      case (UInt8(ascii: "\\"), .some): place += 1
      case (UInt8(ascii: "\""), nil), (UInt8(ascii: "'"), nil): quote = byte
      case (_, .some(let open)): if byte == open { quote = nil }
      case (UInt8(ascii: "{"), nil): depth += 1
      case (UInt8(ascii: "}"), nil):
        if depth > 0 {
          depth -= 1
        } else if place + 1 < bytes.endIndex, bytes[place + 1] == byte {
          return place - bytes.startIndex
        }
      default: break
      }
      place += 1
    }
    return nil
  }
}
