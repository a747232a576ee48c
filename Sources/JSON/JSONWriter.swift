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

  public static func write(_ value: JSONValue, style: Style = .compact) -> String {
    var text = ""
    write(value, style, level: 0, into: &text)
    return text
  }

  /// The string as a JSON string literal, quotes included.
  public static func quote(_ string: String, escapesNonASCII: Bool = false) -> String {
    var text = ""
    quote(string, escapesNonASCII, into: &text)
    return text
  }

  private static func write(_ value: JSONValue, _ style: Style, level: Int, into text: inout String) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .number(let number): text += number.text
    case .string(let string): quote(string.text, style.escapesNonASCII, into: &text)
    case .array(let items):
      list(items, "[", "]", style, level, into: &text) { item, text in
        write(item, style, level: level + 1, into: &text)
      }
    case .object(let object):
      list(object.members, "{", "}", style, level, into: &text) { member, text in
        quote(member.key.text, style.escapesNonASCII, into: &text)
        text += style.keySeparator
        write(member.value, style, level: level + 1, into: &text)
      }
    }
  }

  private static func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, _ style: Style, _ level: Int, into text: inout String,
    _ element: (Element, inout String) -> Void
  ) {
    text += open
    for (position, item) in elements.enumerated() {
      if position > 0 { text += style.itemSeparator }
      if let indentation = style.indentation {
        text += "\n" + String(repeating: " ", count: indentation * (level + 1))
      }
      element(item, &text)
    }
    if let indentation = style.indentation, !elements.isEmpty {
      text += "\n" + String(repeating: " ", count: indentation * level)
    }
    text += close
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
