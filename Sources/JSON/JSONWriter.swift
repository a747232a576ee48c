/// Writes values as RFC 8259 text, members in their order and numbers in their exact text.
public enum JSONWriter {
  public struct Style: Sendable {
    /// Between items and members.
    public var itemSeparator: String
    /// Between a key and its value.
    public var keySeparator: String
    /// Spaces a level; nil keeps everything on one line.
    public var indentation: Int?
    /// Whether code points above U+007F are written as \u escapes.
    public var escapesNonASCII: Bool

    public init(
      itemSeparator: String = ",", keySeparator: String = ":", indentation: Int? = nil, escapesNonASCII: Bool = false
    ) {
      self.itemSeparator = itemSeparator
      self.keySeparator = keySeparator
      self.indentation = indentation
      self.escapesNonASCII = escapesNonASCII
    }

    /// No whitespace at all.
    public static let compact = Style()
    /// `{"a": 1, "b": 2}`, as Python's `json.dumps` writes it.
    public static let spaced = Style(itemSeparator: ", ", keySeparator: ": ")
    /// One member a line, two spaces a level.
    public static let pretty = Style(keySeparator: ": ", indentation: 2)
  }

  /// Containers are kept on a stack of our own, so that depth is bounded by memory only.
  public static func write(_ value: JSONValue, style: Style = .compact) -> String {
    var text: [UInt8] = []
    var open: [Open] = []
    start(value, style, &open, &text)
    while !open.isEmpty {
      let last = open.count - 1
      guard let next = open[last].next(style, level: open.count, into: &text) else {
        let closed = open.removeLast()
        if let indentation = style.indentation, closed.position > 0 { breakLine(indentation * last, &text) }
        text.append(closed.closing)
        continue
      }
      start(next, style, &open, &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A container that is being written.
  private struct Open {
    let items: [JSONValue]
    let members: [JSONObject.Member]
    let closing: UInt8
    var position = 0

    /// The next value, its separator and key written; nil when there is none.
    mutating func next(_ style: Style, level: Int, into text: inout [UInt8]) -> JSONValue? {
      guard position < max(items.count, members.count) else { return nil }
      if position > 0 { text += style.itemSeparator.utf8 }
      if let indentation = style.indentation { JSONWriter.breakLine(indentation * level, &text) }
      defer { position += 1 }
      if members.isEmpty { return items[position] }
      JSONWriter.quote(members[position].key.text, style.escapesNonASCII, into: &text)
      text += style.keySeparator.utf8
      return members[position].value
    }
  }

  private static func breakLine(_ spaces: Int, _ text: inout [UInt8]) {
    text.append(UInt8(ascii: "\n"))
    text += repeatElement(UInt8(ascii: " "), count: spaces)
  }

  /// Writes a scalar, or the opening bracket of a container.
  private static func start(_ value: JSONValue, _ style: Style, _ open: inout [Open], _ text: inout [UInt8]) {
    switch value {
    case .null: text += "null".utf8
    case .bool(let flag): text += (flag ? "true" : "false").utf8
    case .number(let number): text += number.text.utf8
    case .string(let string): quote(string.text, style.escapesNonASCII, into: &text)
    case .array(let items):
      text.append(UInt8(ascii: "["))
      open.append(Open(items: items, members: [], closing: UInt8(ascii: "]")))
    case .object(let object):
      text.append(UInt8(ascii: "{"))
      open.append(Open(items: [], members: object.members, closing: UInt8(ascii: "}")))
    }
  }

  /// The string as a JSON string literal, quotes included.
  public static func quote(_ string: String, escapesNonASCII: Bool = false) -> String {
    var text: [UInt8] = []
    quote(string, escapesNonASCII, into: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func quote(_ string: String, _ escapesNonASCII: Bool, into text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    if escapesNonASCII {
      for scalar in string.unicodeScalars {
        if scalar.isASCII {
          quote(UInt8(truncatingIfNeeded: scalar.value), into: &text)
        } else {
          for unit in UTF16.encode(scalar)! { escape(UInt32(unit), into: &text) }
        }
      }
    } else {
      var string = string
      string.withUTF8 { bytes in
        // What needs no escape is copied in runs.
        var start = 0
        for place in 0..<bytes.count where unsafe needsEscape(bytes[place]) {
          unsafe text += UnsafeBufferPointer(rebasing: bytes[start..<place])
          unsafe quote(bytes[place], into: &text)
          start = place + 1
        }
        unsafe text += UnsafeBufferPointer(rebasing: bytes[start...])
      }
    }
    text.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private static func quote(_ byte: UInt8, into text: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""): text += "\\\"".utf8
    case UInt8(ascii: "\\"): text += "\\\\".utf8
    case UInt8(ascii: "\n"): text += "\\n".utf8
    case UInt8(ascii: "\r"): text += "\\r".utf8
    case UInt8(ascii: "\t"): text += "\\t".utf8
    case 0x08: text += "\\b".utf8
    case 0x0C: text += "\\f".utf8
    case 0..<0x20: escape(UInt32(byte), into: &text)
    default: text.append(byte)
    }
  }

  private static func escape(_ unit: UInt32, into text: inout [UInt8]) {
    let digits = String(unit, radix: 16)
    text += "\\u".utf8
    text += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
    text += digits.utf8
  }
}
