import JSON

/// JSON Schemas of what requests and answers have, in short. Objects are closed: what is not described is not there.
enum Shape {
  static let text: JSONValue = ["type": "string"]
  static let flag: JSONValue = ["type": "boolean"]
  static let number: JSONValue = ["type": "number"]
  static let count: JSONValue = ["type": "integer", "minimum": 0]
  static let time: JSONValue = ["type": "string", "format": "date-time"]
  static let anything: JSONValue = [:]
  static let anyObject: JSONValue = ["type": "object"]
  static let null: JSONValue = ["type": "null"]
  /// A JSON Schema as a value.
  static let schema: JSONValue = ["type": ["object", "boolean"]]

  static func integer(in range: ClosedRange<Int>) -> JSONValue {
    ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
  }

  static func number(in range: ClosedRange<Double>) -> JSONValue {
    [
      "type": "number", "minimum": .number(JSONNumber(range.lowerBound)),
      "maximum": .number(JSONNumber(range.upperBound)),
    ]
  }

  static func text(in lengths: ClosedRange<Int>) -> JSONValue {
    ["type": "string", "minLength": .integer(lengths.lowerBound), "maxLength": .integer(lengths.upperBound)]
  }

  static func text(matching pattern: String) -> JSONValue { ["type": "string", "pattern": .string(pattern)] }

  static func word(_ texts: String...) -> JSONValue {
    ["type": "string", "enum": .array(texts.map { .string($0) })]
  }

  static func word<Word: CaseIterable & RawRepresentable<String>>(of words: Word.Type) -> JSONValue {
    ["type": "string", "enum": .array(words.allCases.map { .string($0.rawValue) })]
  }

  /// This value alone. Written out, for many a tool knows `const` of scalars only; arrays have one item at most.
  static func exactly(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null: return null
    case .bool, .number, .string:
      let type = value.integerValue == nil ? value.typeName : "integer"
      return ["type": .string(type), "const": value]
    case .array(let items):
      precondition(items.count <= 1, "an array of several items")
      return array(of: items.first.map { exactly($0) } ?? anything, items.count...items.count)
    case .object(let object):
      return Self.object(.object(JSONObject(object.members.map { .init(key: $0.key, value: exactly($0.value)) })))
    }
  }

  static func array(of items: JSONValue, _ counts: ClosedRange<Int>? = nil) -> JSONValue {
    var shape: JSONObject = JSONObject([.init(key: "type", value: "array"), .init(key: "items", value: items)])
    if let counts {
      if counts.lowerBound > 0 { shape["minItems"] = .integer(counts.lowerBound) }
      if counts.upperBound < .max { shape["maxItems"] = .integer(counts.upperBound) }
    }
    return .object(shape)
  }

  static func map(to values: JSONValue, keys pattern: String? = nil) -> JSONValue {
    guard let pattern else { return ["type": "object", "additionalProperties": values] }
    return [
      "type": "object", "patternProperties": .object(JSONObject([.init(key: ExactString(pattern), value: values)])),
      "additionalProperties": false,
    ]
  }

  static func either(_ shapes: JSONValue...) -> JSONValue { either(shapes) }

  static func either(_ shapes: [JSONValue]) -> JSONValue { shapes.count == 1 ? shapes[0] : ["anyOf": .array(shapes)] }

  static func orNull(_ shape: JSONValue) -> JSONValue {
    guard shape != null, var members = shape.objectValue, !members.isEmpty else { return shape }
    guard let type = members["type"]?.stringValue else { return ["anyOf": [shape, null]] }
    members["type"] = [.string(type), "null"]
    if let words = members["enum"]?.arrayValue { members["enum"] = .array(words + [.null]) }
    return .object(members)
  }

  /// Members that may hold anything.
  static func anything(_ keys: [ExactString]) -> JSONValue {
    .object(JSONObject(keys.map { JSONObject.Member(key: $0, value: anything) }))
  }

  /// A schema of the document's components.
  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }

  static func object(_ required: JSONValue, optional: JSONValue = [:]) -> JSONValue {
    [
      "type": "object", "properties": joined(required, optional),
      "required": .array(required.objectValue!.keys.map { .string($0) }), "additionalProperties": false,
    ]
  }

  /// An object of a request, where `null` counts as absent.
  static func request(_ required: JSONValue = [:], optional: JSONValue...) -> JSONValue {
    let members = joined(optional).objectValue!.members.map { JSONObject.Member(key: $0.key, value: orNull($0.value)) }
    return object(required, optional: .object(JSONObject(members)))
  }

  static func described(_ text: String, _ shape: JSONValue) -> JSONValue {
    var members = shape.objectValue!
    members["description"] = .string(text)
    return .object(members)
  }

  static func joined(_ objects: JSONValue...) -> JSONValue { joined(objects) }

  private static func joined(_ objects: [JSONValue]) -> JSONValue {
    .object(JSONObject(objects.flatMap { $0.objectValue!.members }))
  }
}
