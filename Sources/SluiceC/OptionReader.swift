import JSON

/// Takes the members of an options object one by one; what nobody took is an error.
struct OptionReader {
  private let object: JSONObject
  private let path: String
  private var known: Set<ExactString> = []

  /// - Parameter path: what stands before a member's name in messages.
  init(_ value: JSONValue, path: String = "") throws(Failure) {
    guard let object = value.objectValue else {
      let name = path.isEmpty ? "options" : "the option \(path.dropLast())"
      throw .argument("\(name) must be an object, not \(value.typeName)")
    }
    self.object = object
    self.path = path
  }

  /// The member's value; a null that says something stays one.
  mutating func take(_ key: ExactString) -> JSONValue? {
    known.insert(key)
    return object[key]
  }

  mutating func choice<Value>(_ key: ExactString, _ values: KeyValuePairs<JSONValue, Value>) throws(Failure) -> Value? {
    guard let given = take(key) else { return nil }
    if let known = values.first(where: { $0.key == given }) { return known.value }
    let list = values.map { JSONWriter.write($0.key) }.joined(separator: ", ")
    throw refused(key, given, expected: "one of \(list)")
  }

  mutating func integer(_ key: ExactString, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let given = take(key) else { return nil }
    guard let number = given.integerValue, range.contains(number) else {
      throw refused(key, given, expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  mutating func reader(_ key: ExactString) throws(Failure) -> OptionReader? {
    guard let given = take(key) else { return nil }
    return try OptionReader(given, path: "\(path)\(key).")
  }

  mutating func members(_ key: ExactString) throws(Failure) -> [JSONObject.Member] {
    guard let given = take(key) else { return [] }
    guard let object = given.objectValue else { throw refused(key, given, expected: "an object") }
    return object.members
  }

  func finish() throws(Failure) {
    for key in object.keys where !known.contains(key) { throw .argument("unknown option \(path)\(key)") }
  }

  func refused(_ key: ExactString, _ given: JSONValue, expected: String) -> Failure {
    .argument("the option \(path)\(key) must be \(expected), not \(JSONWriter.write(given))")
  }
}
