import JSON

/// One object of `tokenizer.json`, read member by member with errors that say where.
///
/// Every member must be asked for before `finish()`: what nobody asked for is a setting that would be ignored.
struct Settings: ~Copyable {
  let place: JSONPointer
  private let object: JSONObject
  private var known: [ExactString] = []

  init(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) {
    guard let object = value.objectValue else {
      throw .wrongType(place, expected: "an object", found: value.typeName)
    }
    self.object = object
    self.place = place
  }

  /// The member, nil when it is absent or null.
  mutating func optional(_ key: ExactString) -> JSONValue? {
    known.append(key)
    guard let value = object[key], value != .null else { return nil }
    return value
  }

  mutating func required(_ key: ExactString) throws(TokenizerError) -> JSONValue {
    guard let value = optional(key) else { throw .missing(place.appending(key)) }
    return value
  }

  mutating func string(_ key: ExactString) throws(TokenizerError) -> String {
    try text(try required(key), key)
  }

  mutating func optionalString(_ key: ExactString) throws(TokenizerError) -> String? {
    guard let value = optional(key) else { return nil }
    return try text(value, key)
  }

  /// A single code point.
  mutating func scalar(_ key: ExactString) throws(TokenizerError) -> Unicode.Scalar {
    let text = try string(key)
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else {
      throw .invalidValue(place.appending(key), found: JSONWriter.quote(text))
    }
    return scalar
  }

  mutating func flag(_ key: ExactString, default fallback: Bool) throws(TokenizerError) -> Bool {
    guard let value = optional(key) else { return fallback }
    guard let flag = value.boolValue else { throw wrongType(value, key, "a boolean") }
    return flag
  }

  /// An integer from 0.
  mutating func count(_ key: ExactString) throws(TokenizerError) -> Int {
    let value = try required(key)
    guard let count = value.integerValue, count >= 0 else { throw wrongType(value, key, "a whole number from 0") }
    return count
  }

  mutating func tokenID(_ key: ExactString) throws(TokenizerError) -> TokenID {
    try Self.tokenID(try required(key), at: place.appending(key))
  }

  static func tokenID(_ value: JSONValue, at place: JSONPointer) throws(TokenizerError) -> TokenID {
    guard let id = value.integerValue else {
      throw .wrongType(place, expected: "a token id", found: value.typeName)
    }
    guard let rawValue = UInt32(exactly: id) else { throw .invalidValue(place, found: String(id)) }
    return TokenID(rawValue: rawValue)
  }

  mutating func array(_ key: ExactString) throws(TokenizerError) -> [JSONValue] {
    let value = try required(key)
    guard let items = value.arrayValue else { throw wrongType(value, key, "an array") }
    return items
  }

  mutating func object(_ key: ExactString) throws(TokenizerError) -> JSONObject {
    let value = try required(key)
    guard let object = value.objectValue else { throw wrongType(value, key, "an object") }
    return object
  }

  /// Accepts a member without using it: it means nothing for what this reader does.
  mutating func skip(_ keys: ExactString...) { known += keys }

  /// - Throws: `unknownMember` for the first member that nothing has asked for.
  consuming func finish() throws(TokenizerError) {
    for member in object.members where !known.contains(member.key) {
      throw .unknownMember(place.appending(member.key))
    }
  }

  private func text(_ value: JSONValue, _ key: ExactString) throws(TokenizerError) -> String {
    guard let text = value.stringValue else { throw wrongType(value, key, "a string") }
    return text
  }

  private func wrongType(_ value: JSONValue, _ key: ExactString, _ expected: String) -> TokenizerError {
    .wrongType(place.appending(key), expected: expected, found: value.typeName)
  }
}
