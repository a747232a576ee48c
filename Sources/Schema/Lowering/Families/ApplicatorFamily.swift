import JSON

/// `allOf`, `anyOf`, `oneOf`, `not`, and `if` with `then` and `else`.
enum ApplicatorFamily: KeywordFamily {
  static let keywords: [ExactString] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"]

  static func formula(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> FormulaID {
    var parts: [FormulaID] = []
    if let branches = try branches("allOf", schema, in: &space) { parts += branches }
    if let branches = try branches("anyOf", schema, in: &space) { parts.append(space.or(branches)) }
    if let branches = try branches("oneOf", schema, in: &space) {
      // Branches that no value satisfies drop out where their domain is lowered.
      guard branches.count <= branchLimit else {
        throw .tooComplex(space.document.location(of: schema.node).appending("oneOf"), question: "alternatives")
      }
      parts.append(branches.count == 1 ? branches[0] : space.intern(.one(branches)))
    }
    if let negated = try space.child(schema, "not") { parts.append(space.not(negated)) }
    if schema.draft >= .draft7, let condition = try space.child(schema, "if") {
      let then = try space.child(schema, "then") ?? .always
      let otherwise = try space.child(schema, "else") ?? .always
      parts.append(space.or([space.not(condition), then]))
      parts.append(space.or([condition, otherwise]))
    }
    return space.and(parts)
  }

  /// Each branch of a `oneOf` excludes every other one, so the work grows with the square of their number.
  static let branchLimit = 256

  private static func branches(
    _ keyword: ExactString, _ schema: SchemaView, in space: inout FormulaSpace
  ) throws(SchemaError) -> [FormulaID]? {
    guard let value = schema.keywords[keyword] else { return nil }
    guard case .array(let items) = value, !items.isEmpty else {
      throw .invalidKeyword(
        space.document.location(of: schema.node).appending(keyword), expected: "an array of at least one schema")
    }
    var branches: [FormulaID] = []
    guard let list = space.document.child(of: schema.node, at: keyword) else { return [] }
    branches.reserveCapacity(items.count)
    let dialect = space.document.dialect(of: list)
    for index in items.indices {
      // What is known from another root needs no place here.
      if case .object(let keywords) = items[index], let part = space.document.part(keywords, in: dialect) {
        branches.append(space.formula(of: part.node, in: schema.scope))
      } else {
        branches.append(try space.formula(of: space.document.item(index, of: items, at: list), under: schema))
      }
    }
    return branches
  }
}
