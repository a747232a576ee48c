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
    var text = ""
    var open: [Open] = []
    start(value, style, &open, &text)
    while !open.isEmpty {
      let last = open.count - 1
      guard let next = open[last].next(style, level: open.count, into: &text) else {
        let closed = open.removeLast()
        if let indentation = style.indentation, closed.position > 0 {
          text += "\n" + String(repeating: " ", count: indentation * last)
        }
        text += closed.closing
        continue
      }
      start(next, style, &open, &text)
    }
    return text
  }

  /// A container that is being written.
  private struct Open {
    let items: [JSONValue]
    let members: [JSONObject.Member]
    let closing: String
    var position = 0

    /// The next value, its separator and key written; nil when there is none.
    mutating func next(_ style: Style, level: Int, into text: inout String) -> JSONValue? {
      guard position < max(items.count, members.count) else { return nil }
      if position > 0 { text += style.itemSeparator }
      if let indentation = style.indentation { text += "\n" + String(repeating: " ", count: indentation * level) }
      defer { position += 1 }
      if members.isEmpty { return items[position] }
      JSONWriter.quote(members[position].key.text, style.escapesNonASCII, into: &text)
      text += style.keySeparator
      return members[position].value
    }
  }

  /// Writes a scalar, or the opening bracket of a container.
  private static func start(_ value: JSONValue, _ style: Style, _ open: inout [Open], _ text: inout String) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let number): text += number.text
    case .string(let string): quote(string.text, style.escapesNonASCII, into: &text)
    case .array(let items):
      text += "["
      open.append(Open(items: items, members: [], closing: "]"))
    case .object(let object):
      text += "{"
      open.append(Open(items: [], members: object.members, closing: "}"))
    }
  }

  /// The string as a JSON string literal, quotes included.
  public static func quote(_ string: String, escapesNonASCII: Bool = false) -> String {
    var text = ""
    quote(string, escapesNonASCII, into: &text)
    return text
  }

  private static func quote(_ string: String, _ escapesNonASCII: Bool, into text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{08}": text += "\\b"
      case "\u{0C}": text += "\\f"
      case _ where scalar.value < 0x20: text += unit(scalar.value)
      case _ where escapesNonASCII && scalar.value > 0xFFFF:
        let offset = scalar.value - 0x10000
        text += unit(0xD800 + offset >> 10) + unit(0xDC00 + offset & 0x3FF)
      case _ where escapesNonASCII && scalar.value > 0x7F: text += unit(scalar.value)
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func unit(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
