import JSON

/// Schemas of which it is plain at sight that nothing in them is refused, so that nothing need be lowered to see it.
extension FormulaSpace {
  /// Whether every keyword of a schema is one that is always enforced, and well-formed.
  ///
  /// False where that takes a closer look; `checkReachable` lowers such a schema.
  func isPlain(_ schema: SchemaView) -> Bool {
    schema.keywords.members.allSatisfy { isPlain($0.key, $0.value, schema) }
  }

  private func isPlain(_ keyword: ExactString, _ value: JSONValue, _ schema: SchemaView) -> Bool {
    switch Self.plainKeywords[keyword] {
    case .type:
      switch value {
      case .string(let name): return Self.typeNames[name] != nil
      case .array(let names):
        return names.allSatisfy { if case .string(let name) = $0 { Self.typeNames[name] != nil } else { false } }
      default: return false
      }
    case .schemas: return value.objectValue != nil
    case .names: return value.arrayValue?.allSatisfy { $0.stringValue != nil } == true
    case .schema: return value.objectValue != nil || value.boolValue != nil
    case .count: return Self.isShort(value) && value.integerValue ?? -1 >= 0
    case .bound: return Self.isShort(value)
    case .strictBound: return schema.draft > .draft4 && Self.isShort(value)
    case .flag: return value.boolValue != nil
    case .values: return value.arrayValue.map { $0.count <= Self.constants && $0.allSatisfy(Self.isSimple) } == true
    case .value: return Self.isSimple(value)
    case .text: return value.stringValue != nil
    case .branches: return value.arrayValue?.isEmpty == false
    case nil: return KeywordFamilies.byKeyword[keyword] == nil
    }
  }

  /// What the value of a keyword that may be plain has to be.
  private enum PlainValue {
    case type
    case schemas
    case names
    case schema
    case count
    case bound
    case strictBound
    case flag
    case values
    case value
    case text
    case branches
  }

  private static let plainKeywords = KeywordMap<PlainValue>([
    ("type", .type), ("properties", .schemas), ("$defs", .schemas), ("definitions", .schemas), ("required", .names),
    ("additionalProperties", .schema), ("items", .schema), ("minLength", .count), ("maxLength", .count),
    ("minItems", .count), ("maxItems", .count), ("minProperties", .count), ("maxProperties", .count),
    ("minimum", .bound), ("maximum", .bound), ("exclusiveMinimum", .strictBound), ("exclusiveMaximum", .strictBound),
    ("uniqueItems", .flag), ("enum", .values), ("const", .value), ("format", .text),
    // References that lead back without consuming anything are looked for apart.
    ("$ref", .text), ("allOf", .branches), ("anyOf", .branches),
  ])

  private static let typeNames = KeywordMap<Void>(
    ["null", "boolean", "object", "array", "number", "string", "integer"].map { (ExactString($0), ()) })
  /// Values of an `enum`, beyond which its limits are asked.
  private static let constants = 256
  /// Digits of a number that no limit can meet.
  private static let digits = 16

  private static func isShort(_ value: JSONValue) -> Bool {
    guard let text = value.numberValue?.text.utf8 else { return false }
    return text.count <= digits && !text.contains { $0 | 0x20 == UInt8(ascii: "e") }
  }

  private static func isSimple(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool, .string: true
    case .number: isShort(value)
    case .array, .object: false
    }
  }
}
