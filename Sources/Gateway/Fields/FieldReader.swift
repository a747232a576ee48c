import JSON

/// Takes the fields of one object of a request one by one. What nobody took at the end is an error: a field that is
/// silently ignored is a promise that is silently broken.
///
/// `null` counts as absent everywhere.
struct FieldReader: ~Copyable {
  let path: FieldPath
  private let object: JSONObject
  /// The fields that were asked for: few, which are searched once at the end.
  private var known: [ExactString] = []

  init(_ value: JSONValue, at path: FieldPath) throws(GatewayError) {
    guard let object = value.objectValue else {
      throw .wrongType(path, expected: "an object", found: value.typeName)
    }
    self.object = object
    self.path = path
  }

  func path(of key: ExactString) -> FieldPath { path.appending(key) }

  /// The field's value, nil when it is absent or null.
  mutating func take(_ key: ExactString) -> JSONValue? {
    known.append(key)
    guard let value = object[key], !value.isNull else { return nil }
    return value
  }

  mutating func required(_ key: ExactString) throws(GatewayError) -> JSONValue {
    guard let value = take(key) else { throw .missing(path(of: key)) }
    return value
  }

  mutating func string(_ key: ExactString) throws(GatewayError) -> String? {
    try take(key).map { value throws(GatewayError) in
      guard let text = value.stringValue else { throw wrongType(key, "a string", value) }
      return text
    }
  }

  mutating func requiredString(_ key: ExactString) throws(GatewayError) -> String {
    guard let text = try string(key) else { throw .missing(path(of: key)) }
    return text
  }

  mutating func bool(_ key: ExactString) throws(GatewayError) -> Bool? {
    try take(key).map { value throws(GatewayError) in
      guard let flag = value.boolValue else { throw wrongType(key, "a boolean", value) }
      return flag
    }
  }

  mutating func integer(_ key: ExactString, in range: ClosedRange<Int>) throws(GatewayError) -> Int? {
    try take(key).map { value throws(GatewayError) in
      guard value.numberValue != nil else { throw wrongType(key, "an integer", value) }
      guard let number = value.integerValue, range.contains(number) else {
        throw .outOfRange(path(of: key), allowed: Self.describe(range), given: JSONWriter.write(value))
      }
      return number
    }
  }

  mutating func number(_ key: ExactString, in range: ClosedRange<Double>) throws(GatewayError) -> Double? {
    try take(key).map { value throws(GatewayError) in
      guard let number = value.numberValue else { throw wrongType(key, "a number", value) }
      guard range.contains(number.double) else {
        throw .outOfRange(
          path(of: key), allowed: "a number from \(JSONNumber(range.lowerBound)) to \(JSONNumber(range.upperBound))",
          given: number.text)
      }
      return number.double
    }
  }

  mutating func array(_ key: ExactString) throws(GatewayError) -> [JSONValue]? {
    try take(key).map { value throws(GatewayError) in
      guard let items = value.arrayValue else { throw wrongType(key, "an array", value) }
      return items
    }
  }

  mutating func object(_ key: ExactString) throws(GatewayError) -> JSONObject? {
    try take(key).map { value throws(GatewayError) in
      guard let object = value.objectValue else { throw wrongType(key, "an object", value) }
      return object
    }
  }

  /// Fields that say nothing about the result, whatever they hold.
  mutating func ignore(_ keys: ExactString...) { ignore(keys) }

  mutating func ignore(_ keys: [ExactString]) { known += keys }

  /// A field that would change the result in a way that is not offered; only these values of it change nothing.
  mutating func refuse(
    _ key: ExactString, unless harmless: [JSONValue] = [], reason: String
  ) throws(GatewayError) {
    guard let value = take(key), !harmless.contains(value) else { return }
    throw .unsupported(path(of: key), reason: reason)
  }

  /// The first field that nobody took is an error.
  consuming func finish() throws(GatewayError) {
    for key in object.keys where !known.contains(key) { throw .unknownField(path.appending(key)) }
  }

  private func wrongType(_ key: ExactString, _ expected: String, _ value: JSONValue) -> GatewayError {
    .wrongType(path(of: key), expected: expected, found: value.typeName)
  }

  private static func describe(_ range: ClosedRange<Int>) -> String {
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): "a 64-bit integer"
    case (let low, .max): "an integer of at least \(low)"
    case (let low, let high): "an integer from \(low) to \(high)"
    }
  }
}
