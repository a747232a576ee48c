/// Turns generated tokens into text as they come.
///
/// A piece ends at a whole code point: bytes that start one are held back until the rest comes. What is given out,
/// put together, is the text of `Tokenizer.decodeBytes`, with U+FFFD for bytes that can no longer become UTF-8. It
/// keeps a leading space that `Tokenizer.decode` may take away, for the text continues the prompt's.
public struct StreamDecoder: Sendable {
  private let vocabulary: Vocabulary
  /// The start of a code point: at most three bytes.
  private var held: [UInt8] = []

  public init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// The text that the token completes; empty when it completes none.
  public mutating func append(_ id: TokenID) -> String {
    guard id.index < vocabulary.count else { return "" }
    return append(bytes: vocabulary.bytes(of: id))
  }

  /// The text that the bytes complete, which need not be whole tokens.
  public mutating func append(bytes: some Sequence<UInt8>) -> String {
    held += bytes
    let end = held.count - Self.unfinishedCount(held)
    defer { held.removeFirst(end) }
    return String(decoding: held[..<end], as: UTF8.self)
  }

  /// What is left at the end of generation: U+FFFD if a code point was cut short, else empty.
  public mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }

  /// Length of the bytes at the end that a further byte could still make into a code point.
  private static func unfinishedCount(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let lead = bytes[bytes.count - count]
      if lead & 0xC0 == 0x80 { continue }
      let length =
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
      guard length > count else { return 0 }
      guard count > 1 else { return count }
      // The second byte of some code points is bounded further: no overlong forms, no surrogates, none past U+10FFFF.
      let second = bytes[bytes.count - count + 1]
      let bounds: ClosedRange<UInt8> =
        switch lead {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
      return bounds.contains(second) ? count : 0
    }
    return 0
  }
}
