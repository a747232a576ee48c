import JSON

/// `items`, `prefixItems`, `additionalItems`, `minItems`, `maxItems`, `contains`, `minContains`, `maxContains`,
/// `uniqueItems`.
enum ArrayFamily: KeywordFamily {
  static let keywords: [ExactString] = [
    "items", "prefixItems", "additionalItems", "minItems", "maxItems", "contains", "minContains", "maxContains",
    "uniqueItems",
  ]

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
    parts += try contains(schema, in: &space)
    if let value = schema.keywords["uniqueItems"] {
      guard let isUnique = value.boolValue else {
        throw .invalidKeyword(space.document.location(of: schema.node).appending("uniqueItems"), expected: "a boolean")
      }
      if isUnique { parts.append(space.intern(.array(.unique(ItemValues())))) }
    }
    return space.and(parts)
  }

  private static func contains(
    _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> [ResidualID] {
    guard schema.draft > .draft4, let formula = try space.child(schema, "contains") else { return [] }
    let hasBounds = schema.draft >= .draft2019
    let minimum = hasBounds ? try space.count("minContains", schema) ?? 1 : 1
    let maximum = hasBounds ? try space.count("maxContains", schema) : nil
    var parts: [ResidualID] = []
    if minimum > 0 { parts.append(space.intern(.array(.atLeast(formula, minimum)))) }
    if let maximum { parts.append(space.intern(.array(.atMost(formula, maximum)))) }
    return parts
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
      throw .invalidKeyword(
        space.document.location(of: schema.node).appending(keyword), expected: "an array of schemas")
    }
    var formulas: [FormulaID] = []
    for index in items.indices {
      if let item = try space.child(schema, keyword, ExactString(String(index))) { formulas.append(item) }
    }
    return formulas
  }
}
