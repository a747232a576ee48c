/// A JSON value that keeps what the text said: the order of members and the exact text of numbers.
///
/// Equality is textual: strings compare by their code points (Swift's `String` compares by canonical equivalence,
/// which JSON does not), numbers by their text, objects member by member in order. JSON Schema's equality, in which
/// `1` equals `1.0` and member order does not matter, lives in the schema room.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(ExactString)
  case array([JSONValue])
  case object(JSONObject)

  public static func string(_ text: String) -> JSONValue { .string(ExactString(text)) }
  public static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}

extension JSONValue {
  /// The member of an object, nil for other values and absent keys.
  public subscript(key: ExactString) -> JSONValue? { objectValue?[key] }

  public var objectValue: JSONObject? { if case .object(let object) = self { object } else { nil } }
  public var arrayValue: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  public var numberValue: JSONNumber? { if case .number(let number) = self { number } else { nil } }
  public var boolValue: Bool? { if case .bool(let flag) = self { flag } else { nil } }
  /// The string's text, nil for other values.
  public var stringValue: String? { if case .string(let text) = self { text.text } else { nil } }
  /// The number as an integer when its text is one (no fraction, no exponent) and it fits.
  public var integerValue: Int? { numberValue.flatMap { Int($0.text) } }
  public var isNull: Bool { self == .null }

  /// The type's name in JSON Schema's words.
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int) { self = .integer(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(nilLiteral: ()) { self = .null }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  public init(dictionaryLiteral elements: (ExactString, JSONValue)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member(key: $0.0, value: $0.1) }))
  }
}
