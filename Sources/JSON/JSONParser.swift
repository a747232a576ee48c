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
  ///
  /// - Parameter parts: objects of earlier texts that may stand again here; texts that share one are to be read with the
  ///   same options.
  public static func parse(
    bytes: [UInt8], options: Options = Options(), parts: JSONParts? = nil
  ) throws(JSONParseError) -> JSONValue {
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(JSONParseError) in
      var parser = unsafe JSONParser(JSONText(buffer), options)
      if let parts { parser.parts = parts.current }
      parser.skipWhitespace()
      let value = try parser.value()
      parser.skipWhitespace()
      if parser.position < parser.text.count { throw JSONParseError(.trailingContent, at: parser.position) }
      // What is kept grows in place where nobody else holds it.
      parser.parts = nil
      parts?.keep(parser.found)
      return value
    }
  }

  /// The string with this body: what stands between the quotes of a JSON string.
  public static func parseString(body: some Collection<UInt8>) throws(JSONParseError) -> ExactString {
    let quote = CollectionOfOne(UInt8(ascii: "\""))
    let bytes = quote + Array(body) + quote
    return try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(JSONParseError) in
      var parser = unsafe JSONParser(JSONText(buffer), Options())
      let text = try parser.string()
      if parser.position < parser.text.count { throw JSONParseError(.trailingContent, at: parser.position) }
      return text
    }
  }

  private let text: JSONText
  private let options: Options
  private var position = 0
  private var open = OpenContainers()
  /// Objects that may stand again in this text; nil where none are looked for.
  private var parts: JSONParts.Kept?
  /// Objects of this text that may stand again in others.
  private var found: [(key: UInt64, part: JSONParts.Part)] = []

  private init(_ text: JSONText, _ options: Options) {
    self.text = text
    self.options = options
  }

  private var current: UInt8? { position < text.count ? text[position] : nil }

  private func unexpected() -> JSONParseError {
    current.map { JSONParseError(.unexpectedByte($0), at: position) } ?? JSONParseError(.unexpectedEnd, at: position)
  }

  private mutating func skipWhitespace() {
    while position < text.count {
      let byte = text[position]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  private mutating func expect(_ byte: UInt8) throws(JSONParseError) {
    guard current == byte else { throw unexpected() }
    position += 1
  }

  private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
    for offset in 0..<text.utf8CodeUnitCount { try expect(unsafe text.utf8Start[offset]) }
    return value
  }

  /// The arrays and objects under way. What they hold so far stands in one list for each kind, the innermost last.
  private struct OpenContainers {
    struct Container {
      let isArray: Bool
      /// Where its items or members begin in their list.
      let start: Int
      /// Where its text begins, and by what it is looked for where it may stand again.
      var textStart = 0
      var partKey: UInt64?
      /// Where the member stands that the one under way replaces.
      var replaced: Int?
      /// Positions by key; only for objects in which a linear search would cost more.
      var index: [ExactString: Int]?
    }

    var containers: [Container] = []
    var items: [JSONValue] = []
    var members: [JSONObject.Member] = []
    /// The key of the member that is being read, of each object.
    var keys: [ExactString] = []
  }

  /// Containers are kept on a stack of our own: hostile nesting takes memory, never the thread's stack.
  private mutating func value() throws(JSONParseError) -> JSONValue {
    while true {
      skipWhitespace()
      guard var value = try scalarOrOpen() else { continue }
      // A value may end its container, and that one the next.
      while !open.containers.isEmpty, let ended = try add(value) { value = ended }
      if open.containers.isEmpty { return value }
    }
  }

  /// The value that stands here; nil when a container was opened instead, down to its first value.
  private mutating func scalarOrOpen() throws(JSONParseError) -> JSONValue? {
    switch current {
    case UInt8(ascii: "{"):
      let (start, depth) = (position, open.containers.count)
      let key = parts == nil ? nil : JSONParts.key(of: text, at: start, depth: depth)
      if let key, let part = parts!.part(key, of: text, at: start, depth: depth) {
        position += part.text.count
        return .object(part.value)
      }
      try enter()
      if current == UInt8(ascii: "}") {
        position += 1
        return .object(JSONObject())
      }
      open.containers.append(.init(isArray: false, start: open.members.count, textStart: start, partKey: key))
      try self.key()
      return nil
    case UInt8(ascii: "["):
      try enter()
      if current == UInt8(ascii: "]") {
        position += 1
        return .array([])
      }
      open.containers.append(.init(isArray: true, start: open.items.count))
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
  private mutating func enter() throws(JSONParseError) {
    guard open.containers.count < options.maximumDepth else {
      throw JSONParseError(.depthLimit(options.maximumDepth), at: position)
    }
    position += 1
    skipWhitespace()
  }

  /// Puts a value into the innermost container. The container when it ends here; nil when it goes on, ready for the
  /// next value.
  private mutating func add(_ value: JSONValue) throws(JSONParseError) -> JSONValue? {
    skipWhitespace()
    let last = open.containers.count - 1
    let start = open.containers[last].start
    if open.containers[last].isArray {
      open.items.append(value)
      guard try ends(UInt8(ascii: "]")) else { return nil }
      let array = Array(open.items[start...])
      open.items.removeSubrange(start...)
      open.containers.removeLast()
      return .array(array)
    }
    let key = open.keys.removeLast()
    if let place = open.containers[last].replaced {
      open.members[place].value = value
    } else {
      if open.containers[last].index != nil { open.containers[last].index![key] = open.members.count - start }
      open.members.append(JSONObject.Member(key: key, value: value))
    }
    guard try ends(UInt8(ascii: "}")) else {
      try self.key()
      return nil
    }
    let members = Array(open.members[start...])
    open.members.removeSubrange(start...)
    let container = open.containers.removeLast()
    let object = JSONObject(unique: members, index: container.index)
    let range = container.textStart..<position
    if let key = container.partKey, (JSONParts.leastSize...JSONParts.greatestSize).contains(range.count) {
      found.append((key, JSONParts.Part(text: text.bytes(range), depth: open.containers.count, value: object)))
    }
    return .object(object)
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

  /// Reads a member's key and its colon.
  private mutating func key() throws(JSONParseError) {
    guard current == UInt8(ascii: "\"") else { throw unexpected() }
    let start = position
    let key = try string()
    let known = place(of: key)
    if options.rejectsDuplicateKeys, known != nil { throw JSONParseError(.duplicateKey(key), at: start) }
    open.containers[open.containers.count - 1].replaced = known
    open.keys.append(key)
    skipWhitespace()
    try expect(UInt8(ascii: ":"))
  }

  /// Where the innermost object has a member with this key, in the list of all members.
  private mutating func place(of key: ExactString) -> Int? {
    let last = open.containers.count - 1
    let start = open.containers[last].start
    if let index = open.containers[last].index { return index[key].map { start + $0 } }
    guard open.members.count - start >= JSONObject.indexedCount else {
      for place in start..<open.members.count where open.members[place].key == key { return place }
      return nil
    }
    let index = JSONObject.index(of: open.members[start...])
    open.containers[last].index = index
    return index[key].map { start + $0 }
  }

  private mutating func number() throws(JSONParseError) -> JSONValue {
    let start = position
    let (end, isNumber) = text.number(from: start)
    position = end
    guard isNumber else { throw JSONParseError(.invalidNumber, at: position) }
    return .number(JSONNumber(scanned: text.ascii(start..<end)))
  }

  private mutating func string() throws(JSONParseError) -> ExactString {
    position += 1
    let start = position
    let (end, isASCII) = text.plainText(from: start)
    position = end
    if current == UInt8(ascii: "\"") {
      position += 1
      if isASCII { return ExactString(text.ascii(start..<end)) }
      guard let string = text.string(start..<end) else { throw JSONParseError(.invalidUTF8, at: start) }
      return ExactString(string)
    }
    var decoded = text.bytes(start..<end)
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
      if unit & 0xFC00 == 0xD800, current == UInt8(ascii: "\\"), position + 1 < text.count,
        text[position + 1] == UInt8(ascii: "u")
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
