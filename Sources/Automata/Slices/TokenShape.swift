/// How a token reads as a part of a JSON text that starts at a structural place.
///
/// The reading knows no schema and no stack, so it lets through more than any text allows, and never less.
struct TokenShape {
  /// What distinguishes the token from others at this place: its bytes, up to the quote of a string in which it ends.
  /// Where whitespace is free, tokens that differ in it alone have one shape.
  var bytes: [UInt8] = []
  /// Where the body starts of a string in which the token ends; nil when it ends elsewhere.
  var openBody: Int?

  /// - Returns: nil when no JSON text has these bytes at this place.
  static func read(
    _ token: ArraySlice<UInt8>, at place: StructuralPlace, isBlankFree: Bool
  ) -> TokenShape? {
    var reading = Reading(token: token, isBlankFree: isBlankFree)
    return reading.run(StructuralPlaces(place)) ? reading.shape : nil
  }

  private struct Reading {
    let token: ArraySlice<UInt8>
    let isBlankFree: Bool
    var shape = TokenShape()
    var index: Int

    init(token: ArraySlice<UInt8>, isBlankFree: Bool) {
      self.token = token
      self.isBlankFree = isBlankFree
      index = token.startIndex
    }

    mutating func run(_ start: StructuralPlaces) -> Bool {
      var places = start
      if places == .number {
        guard readRun({ Reading.isNumeric($0) }) > 0 else { return false }
        places = .afterValue
      } else if places == .literal {
        let first = index
        guard readRun({ (0x61...0x7A).contains($0) }) > 0, Self.isInLiteral(token[first..<index]) else { return false }
        places = .afterValue
      }
      while index < token.endIndex {
        let byte = token[index]
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D:
          index += 1
          // A blank ends a number or literal; everywhere else it changes nothing.
          if !isBlankFree {
            shape.bytes.append(byte)
          } else if let last = shape.bytes.last, Self.isNumeric(last) || (0x61...0x7A).contains(last) {
            shape.bytes.append(0x20)
          }
          continue
        case UInt8(ascii: ",") where places.contains(.afterValue): places = [.value, .member]
        case UInt8(ascii: "}") where !places.isDisjoint(with: [.afterValue, .objectStart]): places = .afterValue
        case UInt8(ascii: "]") where !places.isDisjoint(with: [.afterValue, .arrayStart]): places = .afterValue
        case UInt8(ascii: ":") where places.contains(.colon): places = .value
        case UInt8(ascii: "{") where !places.isDisjoint(with: [.value, .arrayStart]): places = .objectStart
        case UInt8(ascii: "[") where !places.isDisjoint(with: [.value, .arrayStart]): places = [.arrayStart]
        case UInt8(ascii: "\"") where !places.isDisjoint(with: [.value, .arrayStart, .objectStart, .member]):
          shape.bytes.append(byte)
          index += 1
          let body = index
          guard let isClosed = readString() else { return false }
          if !isClosed {
            shape.openBody = body
            return true
          }
          shape.bytes += token[body..<index]
          var next: StructuralPlaces = []
          if !places.isDisjoint(with: [.value, .arrayStart]) { next.insert(.afterValue) }
          if !places.isDisjoint(with: [.objectStart, .member]) { next.insert(.colon) }
          places = next
          continue
        case UInt8(ascii: "-"), 0x30...0x39:
          guard !places.isDisjoint(with: [.value, .arrayStart]) else { return false }
          _ = readRun { Self.isNumeric($0) }
          places = .afterValue
          continue
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "f"):
          guard !places.isDisjoint(with: [.value, .arrayStart]) else { return false }
          let first = index
          _ = readRun { (0x61...0x7A).contains($0) }
          guard Self.isInLiteral(token[first..<index]) else { return false }
          places = .afterValue
          continue
        default: return false
        }
        shape.bytes.append(byte)
        index += 1
      }
      return true
    }

    private mutating func readRun(_ isPart: (UInt8) -> Bool) -> Int {
      let first = index
      while index < token.endIndex, isPart(token[index]) { index += 1 }
      shape.bytes += token[first..<index]
      return index - first
    }

    /// Up to and with the closing quote; false when the token ends before it, nil when a byte can't be in a string.
    private mutating func readString() -> Bool? {
      while index < token.endIndex {
        let byte = token[index]
        if byte < 0x20 { return nil }
        index += byte == UInt8(ascii: "\\") ? 2 : 1
        if byte == UInt8(ascii: "\"") { return true }
      }
      index = token.endIndex
      return false
    }

    static func isNumeric(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }

    /// Whether the bytes stand somewhere in a literal.
    private static func isInLiteral(_ part: ArraySlice<UInt8>) -> Bool {
      for word in ["null", "true", "false"] {
        let bytes = Array(word.utf8)
        if part.count > bytes.count { continue }
        for start in 0...bytes.count - part.count where bytes[start..<start + part.count].elementsEqual(part) {
          return true
        }
      }
      return false
    }
  }
}
