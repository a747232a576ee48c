import JSON

extension FormulaSpace {
  /// Walks every subschema that a value can come to, and lowers it for every type, so that whatever is refused is
  /// refused before the first token.
  ///
  /// - Throws: `SchemaError.unsupportedKeyword` for keywords that the masks don't enforce, and what lowering throws.
  mutating func checkReachable() throws(SchemaError) {
    let root = scoped(document.root, in: .empty)
    var seen: Set<ScopedSchema> = [root]
    var pending = [root]
    while let place = pending.popLast() {
      guard let schema = try view(place) else { continue }
      for member in schema.keywords.members {
        if KeywordFamilies.isRefused(member, in: schema.draft) {
          throw .unsupportedKeyword(document.location(of: place.node).appending(member.key))
        }
      }
      let formula = formula(of: place.node, in: place.scope)
      _ = try literals(formula)
      _ = try strings(formula)
      _ = try numbers(formula)
      _ = try arrays(formula)
      _ = try objects(formula)
      for node in try subschemas(of: schema) {
        let child = scoped(document.twin(of: node), in: place.scope)
        if seen.insert(child).inserted { pending.append(child) }
      }
    }
  }

  /// The places of the schemas that the keywords of a schema apply.
  mutating func subschemas(of schema: SchemaView) throws(SchemaError) -> [SchemaNodeID] {
    var places: [SchemaNodeID?] = try ReferenceFamily.targets(schema, in: &self)
    for member in schema.keywords.members {
      // Definitions count only where something refers to them.
      guard KeywordFamilies.byKeyword[member.key] != nil, member.key != "$defs", member.key != "definitions",
        let shape = SubschemaKeywords.shape(of: member.key, in: schema.draft)
      else { continue }
      switch (shape, member.value) {
      case (.schema, _), (.schemaOrArray, .object), (.schemaOrArray, .bool):
        places.append(document.child(of: schema.node, at: member.key))
      case (.array, .array(let items)), (.schemaOrArray, .array(let items)):
        for index in items.indices {
          places.append(document.child(of: schema.node, at: member.key, ExactString(String(index))))
        }
      case (.map, .object(let members)), (.mapWithNameLists, .object(let members)):
        for property in members.members {
          if shape == .mapWithNameLists, case .array = property.value { continue }
          places.append(document.child(of: schema.node, at: member.key, property.key))
        }
      default: throw .invalidKeyword(document.location(of: schema.node).appending(member.key), expected: "schemas")
      }
    }
    return places.compactMap { $0 }
  }
}
