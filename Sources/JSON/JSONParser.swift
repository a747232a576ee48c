/// RFC 8259 parser over UTF-8 bytes.
///
/// Strict: no comments, no trailing commas, no byte order mark, no lone surrogates, no duplicate keys. Bounded in
/// depth, so hostile nesting is an error and not a crash.
public struct JSONParser: ~Copyable {
  public struct Options: Sendable {
    /// Deepest nesting of arrays and objects that is read.
    public var maximumDepth: Int
    /// Whether a duplicate key is an error. When it is not, the last member wins at the first one's place.
    public var rejectsDuplicateKeys: Bool

    public init(maximumDepth: Int = 512, rejectsDuplicateKeys: Bool = true) {
      self.maximumDepth = maximumDepth
      self.rejectsDuplicateKeys = rejectsDuplicateKeys
    }
  }

  /// The value that the whole of `text` is.
  public static func parse(_ text: String, options: Options = Options()) throws(JSONParseError) -> JSONValue {
    try parse(bytes: Array(text.utf8), options: options)
  }

  /// The value that the whole of `bytes` is.
  public static func parse(bytes: [UInt8], options: Options = Options()) throws(JSONParseError) -> JSONValue {
    var parser = JSONParser(bytes, options)
    parser.skipWhitespace()
    let value = try parser.value()
    parser.skipWhitespace()
    if parser.position < bytes.count { throw JSONParseError(.trailingContent, at: parser.position) }
    return value
  }

  /// The string with this body: what stands between the quotes of a JSON string.
  public static func parseString(body: some Collection<UInt8>) throws(JSONParseError) -> ExactString {
    let quote = CollectionOfOne(UInt8(ascii: "\""))
    var parser = JSONParser(quote + Array(body) + quote, Options())
    let text = try parser.string()
    if parser.position < parser.bytes.count { throw JSONParseError(.trailingContent, at: parser.position) }
    return text
  }

  private let bytes: [UInt8]
  private let options: Options
  private var position = 0

  private init(_ bytes: [UInt8], _ options: Options) {
    self.bytes = bytes
    self.options = options
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func unexpected() -> JSONParseError {
    current.map { JSONParseError(.unexpectedByte($0), at: position) } ?? JSONParseError(.unexpectedEnd, at: position)
  }

  private mutating func skipWhitespace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func expect(_ byte: UInt8) throws(JSONParseError) {
    guard current == byte else { throw unexpected() }
    position += 1
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
    for offset in 0..<text.utf8CodeUnitCount { try expect(unsafe text.utf8Start[offset]) }
    return value
  }

  /// The arrays and objects under way. Each kind has a stack of its own, so that they grow in place.
  private struct OpenContainers {
    var isArray: [Bool] = []
    var arrays: [[JSONValue]] = []
    var objects: [JSONObject] = []
    /// The key of the member that is being read, of each object.
    var keys: [ExactString] = []
  }

  /// Containers are kept on a stack of our own: hostile nesting takes memory, never the thread's stack.
  private mutating func value() throws(JSONParseError) -> JSONValue {
    var open = OpenContainers()
    while true {
      skipWhitespace()
      guard var value = try scalar(orOpen: &open) else { continue }
      // A value may end its container, and that one the next.
      while !open.isArray.isEmpty, let ended = try add(value, to: &open) { value = ended }
      if open.isArray.isEmpty { return value }
    }
  }

  /// The value that stands here; nil when a container was opened instead, down to its first value.
  private mutating func scalar(orOpen open: inout OpenContainers) throws(JSONParseError) -> JSONValue? {
    switch current {
    case UInt8(ascii: "{"):
      try enter(open.isArray.count)
      if current == UInt8(ascii: "}") {
        position += 1
        return .object(JSONObject())
      }
      open.keys.append(try key(in: JSONObject()))
      open.objects.append(JSONObject())
      open.isArray.append(false)
      return nil
    case UInt8(ascii: "["):
      try enter(open.isArray.count)
      if current == UInt8(ascii: "]") {
        position += 1
        return .array([])
      }
      open.arrays.append([])
      open.isArray.append(true)
      return nil
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
    default: throw unexpected()
    }
  }

  /// Passes an opening bracket and the whitespace after it.
  private mutating func enter(_ depth: Int) throws(JSONParseError) {
    guard depth < options.maximumDepth else { throw JSONParseError(.depthLimit(options.maximumDepth), at: position) }
    position += 1
    skipWhitespace()
  }

  /// Puts a value into the innermost container. The container when it ends here; nil when it goes on, ready for the
  /// next value.
  private mutating func add(
    _ value: JSONValue, to open: inout OpenContainers
  ) throws(JSONParseError) -> JSONValue? {
    skipWhitespace()
    if open.isArray[open.isArray.count - 1] {
      open.arrays[open.arrays.count - 1].append(value)
      guard try ends(UInt8(ascii: "]")) else { return nil }
      open.isArray.removeLast()
      return .array(open.arrays.removeLast())
    }
    let last = open.objects.count - 1
    open.objects[last][open.keys[last]] = value
    guard try ends(UInt8(ascii: "}")) else {
      open.keys[last] = try key(in: open.objects[last])
      return nil
    }
    open.isArray.removeLast()
    open.keys.removeLast()
    return .object(open.objects.removeLast())
  }

  /// Whether the closing bracket stands here; otherwise passes a comma and the whitespace after it.
  private mutating func ends(_ close: UInt8) throws(JSONParseError) -> Bool {
    if current == UInt8(ascii: ",") {
      position += 1
      skipWhitespace()
      return false
    }
    try expect(close)
    return true
  }

  /// A member's key and its colon.
  private mutating func key(in object: JSONObject) throws(JSONParseError) -> ExactString {
    guard current == UInt8(ascii: "\"") else { throw unexpected() }
    let start = position
    let key = try string()
    if options.rejectsDuplicateKeys, object.position(of: key) != nil {
      throw JSONParseError(.duplicateKey(key), at: start)
    }
    skipWhitespace()
    try expect(UInt8(ascii: ":"))
    return key
  }

  private mutating func number() throws(JSONParseError) -> JSONValue {
    let start = position
    var rest = bytes[start...]
    let found = JSONNumber.scan(&rest)
    position = rest.startIndex
    guard found else { throw JSONParseError(.invalidNumber, at: position) }
    return .number(JSONNumber(scanned: String(decoding: bytes[start..<position], as: UTF8.self)))
  }

  private mutating func string() throws(JSONParseError) -> ExactString {
    position += 1
    let start = position
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    if current == UInt8(ascii: "\"") {
      let text = try decode(bytes[start..<position], from: start)
      position += 1
      return text
    }
    var decoded = Array(bytes[start..<position])
    while true {
      guard let byte = current else { throw JSONParseError(.unexpectedEnd, at: position) }
      switch byte {
      case UInt8(ascii: "\""):
        let text = try decode(decoded[...], from: start)
        position += 1
        return text
      case UInt8(ascii: "\\"): decoded.append(contentsOf: try escape())
      case 0..<0x20: throw JSONParseError(.controlCharacterInString(byte), at: position)
      default:
        decoded.append(byte)
        position += 1
      }
    }
  }

  private func decode(_ slice: ArraySlice<UInt8>, from start: Int) throws(JSONParseError) -> ExactString {
    guard let text = String(validating: slice, as: UTF8.self) else { throw JSONParseError(.invalidUTF8, at: start) }
    return ExactString(text)
  }

  /// The UTF-8 bytes that the escape at the current backslash stands for.
  private mutating func escape() throws(JSONParseError) -> [UInt8] {
    let start = position
    position += 1
    guard let byte = current else { throw JSONParseError(.unexpectedEnd, at: position) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var unit = try hexUnit(escapeStart: start)
      if unit & 0xFC00 == 0xD800, current == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "u")
      {
        position += 2
        let low = try hexUnit(escapeStart: start)
        guard low & 0xFC00 == 0xDC00 else { throw JSONParseError(.loneSurrogate, at: start) }
        unit = 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(unit) else { throw JSONParseError(.loneSurrogate, at: start) }
      return Array(String(Character(scalar)).utf8)
    default: throw JSONParseError(.invalidEscape, at: start)
    }
  }

  private mutating func hexUnit(escapeStart: Int) throws(JSONParseError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current else { throw JSONParseError(.unexpectedEnd, at: position) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw JSONParseError(.invalidEscape, at: escapeStart)
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }
}
