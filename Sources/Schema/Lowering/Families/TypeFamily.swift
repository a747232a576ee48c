import Automata
import JSON

/// `type`, one name or several.
enum TypeFamily: KeywordFamily {
  static let keywords: [ExactString] = ["type"]

  private static let allNames: Set<String> = ["null", "boolean", "object", "array", "number", "string", "integer"]

  private static func names(_ schema: SchemaView, _ space: borrowing FormulaSpace) throws(SchemaError) -> Set<String> {
    let place = space.document.location(of: schema.node).appending("type")
    let values: [JSONValue] =
      switch schema.keywords["type"] {
      case .array(let values)?: values
      case let value?: [value]
      case nil: []
      }
    var names: Set<String> = []
    for value in values {
      guard let name = value.stringValue, allNames.contains(name) else {
        throw .invalidKeyword(place, expected: "the name of a type, or an array of them")
      }
      names.insert(name)
    }
    return names
  }

  static func literals(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> LiteralSet {
    let names = try names(schema, space)
    var set: LiteralSet = []
    if names.contains("null") { set.insert(.null) }
    if names.contains("boolean") { set.formUnion([.true, .false]) }
    return set
  }

  static func strings(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> RegexID {
    try names(schema, space).contains("string") ? .anything : .none
  }

  static func numbers(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> NumberSet {
    let names = try names(schema, space)
    if names.contains("number") { return .all }
    if !names.contains("integer") { return .none }
    // Draft 4 defines an integer by its text; later drafts by its value, so 1.0 is one.
    return NumberSet([NumberSet.Range(kind: schema.draft == .draft4 ? .integerText : .integer)])
  }

  static func arrays(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    try names(schema, space).contains("array") ? .always : .never
  }

  static func objects(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    try names(schema, space).contains("object") ? .always : .never
  }
}
