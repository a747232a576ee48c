/// A place in an expression's text.
package struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
  /// Byte offset into the UTF-8 text, from 0.
  package let offset: Int
  /// From 1.
  package let line: Int
  /// In code points, from 1.
  package let column: Int

  package init(offset: Int, in text: String) {
    var line = 1
    var column = 1
    for byte in text.utf8.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    self.offset = offset
    self.line = line
    self.column = column
  }

  package var description: String { "\(line):\(column)" }
}
