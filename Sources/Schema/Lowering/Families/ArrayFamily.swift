import JSON

/// `items`, `prefixItems`, `additionalItems`, `minItems`, `maxItems`.
enum ArrayFamily: KeywordFamily {
  static let keywords: [ExactString] = ["items", "prefixItems", "additionalItems", "minItems", "maxItems"]

  static func arrays(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> ResidualID {
    var parts: [ResidualID] = []
    let minimum = try space.count("minItems", schema) ?? 0
    let maximum = try space.count("maxItems", schema)
    if minimum > 0 || maximum != nil {
      parts.append(space.intern(.array(.count(minimum: minimum, maximum: maximum))))
    }
    let (prefix, rest) = try items(schema, in: &space)
    if prefix.contains(where: { $0 != .always }) || rest != .always {
      parts.append(space.intern(.array(.items(prefix: prefix, rest: rest))))
    }
    return space.and(parts)
  }

  private static func items(
    _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> (prefix: [FormulaID], rest: FormulaID) {
    let isOld = schema.draft < .draft2020
    if isOld, case .array? = schema.keywords["items"] {
      return (try list("items", schema, in: &space), try space.child(schema, "additionalItems") ?? .always)
    }
    let prefix = isOld ? [] : try list("prefixItems", schema, in: &space)
    return (prefix, try space.child(schema, "items") ?? .always)
  }

  private static func list(
    _ keyword: ExactString, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> [FormulaID] {
    guard let value = schema.keywords[keyword] else { return [] }
    guard case .array(let items) = value else {
      throw .invalidKeyword(space.document.location(of: schema.id).appending(keyword), expected: "an array of schemas")
    }
    var formulas: [FormulaID] = []
    for index in items.indices {
      if let item = try space.child(schema, keyword, ExactString(String(index))) { formulas.append(item) }
    }
    return formulas
  }
}
