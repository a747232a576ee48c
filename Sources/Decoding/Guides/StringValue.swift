import JSON

/// The value of a JSON string that comes in pieces.
struct StringValue: Sendable {
  /// Text behind the last whole character; an escape that is not whole.
  private var held: [UInt8] = []
  private var isOpen = false

  /// The characters that the piece makes certain.
  ///
  /// - Parameter piece: whole code points of the string, its quotes among them.
  mutating func append(_ piece: String) throws(JSONParseError) -> String {
    held += piece.utf8
    var end = 0
    if !isOpen, held.first == UInt8(ascii: "\"") {
      isOpen = true
      held.removeFirst()
    }
    while let length = Self.characterLength(held[end...]) { end += length }
    defer { held.removeFirst(end) }
    return try JSONParser.parseString(body: held[..<end]).text
  }

  /// Bytes of the first byte or escape; nil where that is not whole, or is the string's end.
  private static func characterLength(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let first = bytes.first, first != UInt8(ascii: "\"") else { return nil }
    guard first == UInt8(ascii: "\\") else { return 1 }
    guard bytes.count > 1 else { return nil }
    guard bytes[bytes.startIndex + 1] == UInt8(ascii: "u") else { return 2 }
    guard bytes.count >= 6 else { return nil }
    // The first half of a surrogate pair says nothing alone.
    let digits = bytes.dropFirst(2).prefix(2)
    let isHigh = [UInt8(ascii: "d"), UInt8(ascii: "D")].contains(digits.first!) && "89abAB".utf8.contains(digits.last!)
    guard isHigh else { return 6 }
    return bytes.count >= 12 ? 12 : nil
  }
}
