import JSON

/// Keywords for values of any type: `type`, `enum`, `const`.
enum GeneralKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("type", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      let names: [ExactString]
      if case .string(let name) = source.value { names = [name] } else { names = try source.strings() }
      var types: TypeSet = []
      for name in names {
        guard let type = TypeSet(name: name.text) else {
          throw source.invalid("a type, or an array of types, of JSON Schema")
        }
        types.formUnion(type)
      }
      return TypeKeyword(types: types, integersByText: source.draft == .draft4, names: names.map(\.text))
    },
    KeywordDefinition("enum", .draft4 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      let values = try source.array()
      return EnumKeyword(
        values: Set(values.map(CanonicalJSON.init)), types: Set(values.map(\.typeName)))
    },
    KeywordDefinition("const", .draft6 ... .draft2020, .validation) { source, _ in
      ConstKeyword(value: CanonicalJSON(source.value), type: source.value.typeName)
    },
  ]
}

private struct TypeKeyword: Keyword {
  let types: TypeSet
  /// Draft 4 (core, §3.5): an integer is a number without a fraction or exponent part.
  let integersByText: Bool
  let names: [String]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    let holds =
      switch instance {
      case .null: types.contains(.null)
      case .bool: types.contains(.boolean)
      case .string: types.contains(.string)
      case .array: types.contains(.array)
      case .object: types.contains(.object)
      case .number(let number): types.contains(.number) || (types.contains(.integer) && isInteger(number))
      }
    return holds || evaluation.fail("type", "expected \(names.joined(separator: " or ")), not \(instance.typeName)")
  }

  private func isInteger(_ number: JSONNumber) -> Bool {
    if number.text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) {
      return true
    }
    return !integersByText && ExactDecimal(number).isInteger
  }
}

/// The types that `type` may name.
struct TypeSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = TypeSet(rawValue: 1)
  static let boolean = TypeSet(rawValue: 2)
  static let integer = TypeSet(rawValue: 4)
  static let number = TypeSet(rawValue: 8)
  static let string = TypeSet(rawValue: 16)
  static let array = TypeSet(rawValue: 32)
  static let object = TypeSet(rawValue: 64)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init?(name: String) {
    switch name {
    case "null": self = .null
    case "boolean": self = .boolean
    case "integer": self = .integer
    case "number": self = .number
    case "string": self = .string
    case "array": self = .array
    case "object": self = .object
    default: return nil
    }
  }
}

private struct EnumKeyword: Keyword {
  let values: Set<CanonicalJSON>
  /// Types among the values: an instance of another one need not be compared.
  let types: Set<String>

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    types.contains(instance.typeName) && values.contains(CanonicalJSON(instance))
      || evaluation.fail("enum", "none of the listed values")
  }
}

private struct ConstKeyword: Keyword {
  let value: CanonicalJSON
  let type: String

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) -> Bool {
    instance.typeName == type && CanonicalJSON(instance) == value || evaluation.fail("const", "not the required value")
  }
}
