import JSON

/// `$ref`, and the keywords that only name or hold what references lead to.
enum ReferenceFamily: KeywordFamily {
  static let keywords: [ExactString] = ["$ref", "$defs", "definitions"]

  static func formula(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> FormulaID {
    guard schema.keywords["$ref"] != nil else { return .always }
    return space.formula(of: try space.document.resolveReference(from: schema.id, keyword: "$ref"))
  }
}
