import JSON

/// Schemas of which it is plain at sight that nothing in them is refused, so that nothing need be lowered to see it.
extension FormulaSpace {
  /// Whether every keyword of a schema is one that is always enforced, and well-formed.
  ///
  /// False where that takes a closer look; `checkReachable` lowers such a schema.
  static func isPlain(_ schema: SchemaView) -> Bool {
    schema.keywords.members.allSatisfy { member in
      switch PlainKeyword.byName[member.key] {
      case .silent?, .identifier?: true
      case .closer?: false
      case let keyword?: isPlain(keyword, member.value, schema.draft)
      case nil: true
      }
    }
  }

  /// Whether a keyword has a value that is always enforced.
  static func isPlain(_ keyword: PlainKeyword, _ value: JSONValue, _ draft: Draft) -> Bool {
    switch keyword {
    case .silent, .identifier: true
    case .closer: false
    case .type: TypeNames(keyword: value) != nil
    case .properties, .definitions: value.objectValue != nil
    case .names: value.arrayValue?.allSatisfy { $0.stringValue != nil } == true
    case .schema: value.objectValue != nil || value.boolValue != nil
    case .count: isShort(value) && value.integerValue ?? -1 >= 0
    case .bound: isShort(value)
    case .strictBound: draft > .draft4 && isShort(value)
    case .flag: value.boolValue != nil
    case .values: value.arrayValue.map { $0.count <= constants && $0.allSatisfy(isSimple) } == true
    case .value: isSimple(value)
    case .text, .format: value.stringValue != nil
    case .branches: value.arrayValue?.isEmpty == false
    }
  }

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
