import JSON

extension FormulaSpace {
  /// Walks every subschema that a value can come to, and lowers it for every type, so that whatever is refused is
  /// refused before the first token.
  ///
  /// - Throws: `SchemaError.unsupportedKeyword` for keywords that the masks don't enforce, and what lowering throws.
  mutating func checkReachable() throws(SchemaError) {
    var seen: Set<SchemaNodeID> = [document.root]
    var pending = [document.root]
    while let node = pending.popLast() {
      guard let schema = try view(node) else { continue }
      for member in schema.keywords.members {
        if KeywordFamilies.refused[member.key]?.contains(schema.draft) == true,
          !KeywordFamilies.isVacuous(member.key, member.value)
        {
          throw .unsupportedKeyword(document.location(of: node).appending(member.key))
        }
      }
      let formula = formula(of: node)
      _ = try literals(formula)
      _ = try strings(formula)
      _ = try numbers(formula)
      _ = try arrays(formula)
      _ = try objects(formula)
      for child in try subschemas(of: schema) where seen.insert(child).inserted { pending.append(child) }
    }
  }

  /// The places of the schemas that the keywords of a schema apply.
  private mutating func subschemas(of schema: SchemaView) throws(SchemaError) -> [SchemaNodeID] {
    var places: [SchemaNodeID?] = []
    for member in schema.keywords.members {
      if member.key == "$ref" {
        places.append(try document.resolveReference(from: schema.id, keyword: "$ref"))
      }
      // Definitions count only where something refers to them.
      guard KeywordFamilies.byKeyword[member.key] != nil, member.key != "$defs", member.key != "definitions",
        let shape = SubschemaKeywords.shape(of: member.key, in: schema.draft)
      else { continue }
      switch (shape, member.value) {
      case (.schema, _), (.schemaOrArray, .object), (.schemaOrArray, .bool):
        places.append(document.child(of: schema.id, at: member.key))
      case (.array, .array(let items)), (.schemaOrArray, .array(let items)):
        for index in items.indices {
          places.append(document.child(of: schema.id, at: member.key, ExactString(String(index))))
        }
      case (.map, .object(let members)), (.mapWithNameLists, .object(let members)):
        for property in members.members {
          if shape == .mapWithNameLists, case .array = property.value { continue }
          places.append(document.child(of: schema.id, at: member.key, property.key))
        }
      default: throw .invalidKeyword(document.location(of: schema.id).appending(member.key), expected: "schemas")
      }
    }
    return places.compactMap { $0 }
  }
}
