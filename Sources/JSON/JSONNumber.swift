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
    var bytes = ArraySlice(text.utf8)
    guard JSONNumber.scan(&bytes), bytes.isEmpty else { return nil }
    self.text = text
  }

  /// The text is known to be a number: the parser has just scanned it.
  init(scanned text: String) { self.text = text }

  public var description: String { text }

  /// The nearest double; may be infinite for numbers that a double cannot hold.
  public var double: Double { Double(text) ?? .nan }

  /// Drops one number from the front of `bytes`; false, with `bytes` at the offending byte, when none stands there.
  static func scan(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    func digits() -> Bool {
      let start = bytes.startIndex
      while let byte = bytes.first, byte >= 0x30, byte <= 0x39 { bytes.removeFirst() }
      return bytes.startIndex > start
    }
    if bytes.first == UInt8(ascii: "-") { bytes.removeFirst() }
    if bytes.first == UInt8(ascii: "0") {
      bytes.removeFirst()
    } else if !digits() {
      return false
    }
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      if !digits() { return false }
    }
    if let byte = bytes.first, byte | 0x20 == UInt8(ascii: "e") {
      bytes.removeFirst()
      if let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { bytes.removeFirst() }
      if !digits() { return false }
    }
    return true
  }
}
