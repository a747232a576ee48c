import JSON

/// `allOf` and `anyOf`.
enum ApplicatorFamily: KeywordFamily {
  static let keywords: [ExactString] = ["allOf", "anyOf"]

  static func formula(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> FormulaID {
    var parts: [FormulaID] = []
    if let branches = try branches("allOf", schema, in: &space) { parts += branches }
    if let branches = try branches("anyOf", schema, in: &space) { parts.append(space.or(branches)) }
    return space.and(parts)
  }

  private static func branches(
    _ keyword: ExactString, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> [FormulaID]? {
    guard let value = schema.keywords[keyword] else { return nil }
    guard case .array(let items) = value, !items.isEmpty else {
      throw .invalidKeyword(
        space.document.location(of: schema.id).appending(keyword), expected: "an array of at least one schema")
    }
    var branches: [FormulaID] = []
    for index in items.indices {
      if let branch = try space.child(schema, keyword, ExactString(String(index))) { branches.append(branch) }
    }
    return branches
  }
}
