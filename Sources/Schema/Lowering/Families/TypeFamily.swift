import Automata
import JSON

/// `type`, one name or several.
enum TypeFamily: KeywordFamily {
  static let keywords: [ExactString] = ["type"]

  private static func types(_ schema: SchemaView, _ space: borrowing FormulaSpace) throws(SchemaError) -> TypeNames {
    guard let value = schema.keywords["type"] else { return [] }
    guard let types = TypeNames(keyword: value) else {
      throw .invalidKeyword(
        space.document.location(of: schema.node).appending("type"),
        expected: "the name of a type, or an array of them")
    }
    return types
  }

  static func literals(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> LiteralSet {
    let types = try types(schema, space)
    var set: LiteralSet = []
    if types.contains(.null) { set.insert(.null) }
    if types.contains(.boolean) { set.formUnion([.true, .false]) }
    return set
  }

  static func strings(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> RegexID {
    try types(schema, space).contains(.string) ? .anything : .none
  }

  static func numbers(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> NumberSet {
    let types = try types(schema, space)
    if types.contains(.number) { return .all }
    if !types.contains(.integer) { return .none }
    // Draft 4 defines an integer by its text; later drafts by its value, so 1.0 is one.
    return NumberSet([NumberSet.Range(kind: schema.draft == .draft4 ? .integerText : .integer)])
  }

  static func arrays(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    try types(schema, space).contains(.array) ? .always : .never
  }

  static func objects(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    try types(schema, space).contains(.object) ? .always : .never
  }
}
