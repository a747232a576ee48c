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
    guard KeywordFamilies.byKeyword[keyword] != nil else { return true }
    switch keyword {
    case "type":
      switch value {
      case .string(let name): return Self.typeNames.contains(name)
      case .array(let names):
        return names.allSatisfy { $0.stringValue.map { Self.typeNames.contains(.init($0)) } == true }
      default: return false
      }
    case "properties", "$defs", "definitions": return value.objectValue != nil
    case "required": return value.arrayValue?.allSatisfy { $0.stringValue != nil } == true
    case "additionalProperties", "items": return value.objectValue != nil || value.boolValue != nil
    case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
      return Self.isShort(value) && value.integerValue ?? -1 >= 0
    case "minimum", "maximum": return Self.isShort(value)
    case "exclusiveMinimum", "exclusiveMaximum": return schema.draft > .draft4 && Self.isShort(value)
    case "uniqueItems": return value.boolValue != nil
    case "enum": return value.arrayValue.map { $0.count <= Self.constants && $0.allSatisfy(Self.isSimple) } == true
    case "const": return Self.isSimple(value)
    case "format":
      return value.stringValue != nil
    // References that lead back without consuming anything are looked for apart.
    case "$ref": return value.stringValue != nil
    case "allOf", "anyOf": return value.arrayValue?.isEmpty == false
    default: return false
    }
  }

  private static let typeNames: Set<ExactString> = [
    "null", "boolean", "object", "array", "number", "string", "integer",
  ]
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

extension FormulaSpace {
  /// Whether some value satisfies a condition.
  mutating func isSatisfiable(_ id: FormulaID) throws(SchemaError) -> Bool {
    if let known = costs.settled[id] { return known < Self.unreachable }
    if try isFree(id) { return true }
    return try cost(of: id) < Self.unreachable
  }

  /// Whether it is plain at sight that an empty or simple value satisfies a condition: it names a type and asks nothing
  /// that such a value lacks.
  private mutating func isFree(_ id: FormulaID) throws(SchemaError) -> Bool {
    guard case .schema(let place) = formula(id), let schema = try view(place) else { return id == .always }
    return schema.keywords.members.allSatisfy { member in
      guard KeywordFamilies.byKeyword[member.key] != nil else { return true }
      switch member.key {
      case "type": return isPlain(member.key, member.value, schema) && member.value.arrayValue?.isEmpty != true
      case "properties", "additionalProperties", "items", "$defs", "definitions", "maxLength", "maxItems",
        "maxProperties", "uniqueItems":
        return isPlain(member.key, member.value, schema)
      default: return false
      }
    }
  }
}
