import JSON

/// The types that a schema admits, by their names in `type`.
struct TypeNames: OptionSet {
  let rawValue: UInt8

  static let null = TypeNames(rawValue: 1)
  static let boolean = TypeNames(rawValue: 2)
  static let object = TypeNames(rawValue: 4)
  static let array = TypeNames(rawValue: 8)
  static let string = TypeNames(rawValue: 16)
  static let integer = TypeNames(rawValue: 32)
  static let number = TypeNames(rawValue: 64)

  private static let byName = KeywordMap<TypeNames>([
    ("null", .null), ("boolean", .boolean), ("object", .object), ("array", .array), ("string", .string),
    ("integer", .integer), ("number", .number),
  ])

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// What `type` says; nil when that is no name of a type, and no list of such names.
  init?(keyword value: JSONValue) {
    switch value {
    case .string(let name):
      guard let type = Self.byName[name] else { return nil }
      self = type
    case .array(let names):
      var types: TypeNames = []
      for name in names {
        guard case .string(let name) = name, let type = Self.byName[name] else { return nil }
        types.formUnion(type)
      }
      self = types
    default: return nil
    }
  }
}
