/// A number as its text stood, never rounded.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
  /// RFC 8259 number text, such as `-0`, `1.50` or `1E400`.
  public let text: String

  public init(_ value: Int) { text = String(value) }

  /// A finite double in its shortest form. Traps on NaN and infinities, which JSON cannot say.
  public init(_ value: Double) {
    precondition(value.isFinite, "JSON has no number for \(value)")
    text = Int64(exactly: value).map { String($0) } ?? value.description
  }

  /// Nil when the text is not an RFC 8259 number.
  public init?(text: String) {
    var copy = text
    let isNumber = copy.withUTF8 { bytes in
      let text = unsafe JSONText(bytes)
      let (end, isNumber) = text.number(from: 0)
      return isNumber && end == text.count
    }
    guard isNumber else { return nil }
    self.text = text
  }

  /// The text is known to be a number: the parser has just scanned it.
  init(scanned text: String) { self.text = text }

  public var description: String { text }

  /// The nearest double; may be infinite for numbers that a double cannot hold.
  public var double: Double { Double(text) ?? .nan }
}
