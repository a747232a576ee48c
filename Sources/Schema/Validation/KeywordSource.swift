import JSON

/// A keyword as it stands in a schema, with readers for the forms that values take.
struct KeywordSource {
  let schema: SchemaNodeID
  let keyword: ExactString
  let value: JSONValue
  /// All members of the schema, this one included.
  let siblings: JSONObject
  let dialect: Dialect
  /// Of the schema.
  let location: SchemaLocation

  var place: SchemaLocation { location.appending(keyword) }
  var draft: Draft { dialect.draft }

  func invalid(_ expected: String) -> SchemaError { .invalidKeyword(place, expected: expected) }

  func number() throws(SchemaError) -> ExactDecimal {
    guard let number = value.numberValue else { throw invalid("a number") }
    return ExactDecimal(number)
  }

  /// A count; what is beyond `Int` becomes `Int.max`.
  func count() throws(SchemaError) -> Int {
    guard let count = value.numberValue.flatMap({ ExactDecimal($0).clampedInteger }), count >= 0 else {
      throw invalid("a non-negative integer")
    }
    return count
  }

  func flag() throws(SchemaError) -> Bool {
    guard let flag = value.boolValue else { throw invalid("a boolean") }
    return flag
  }

  func string() throws(SchemaError) -> ExactString {
    guard case .string(let text) = value else { throw invalid("a string") }
    return text
  }

  func array() throws(SchemaError) -> [JSONValue] {
    guard let items = value.arrayValue else { throw invalid("an array") }
    return items
  }

  func object() throws(SchemaError) -> JSONObject {
    guard let object = value.objectValue else { throw invalid("an object") }
    return object
  }

  func strings(_ value: JSONValue? = nil) throws(SchemaError) -> [ExactString] {
    guard let items = (value ?? self.value).arrayValue else { throw invalid("an array of strings") }
    var strings: [ExactString] = []
    for item in items {
      guard case .string(let text) = item else { throw invalid("an array of strings") }
      strings.append(text)
    }
    return strings
  }

  /// A sibling, read by the same rules.
  func sibling(_ name: ExactString) -> KeywordSource? {
    siblings[name].map {
      KeywordSource(
        schema: schema, keyword: name, value: $0, siblings: siblings, dialect: dialect, location: location)
    }
  }
}
