import JSON

/// The keys that conditions on an object name, in the order in which the schema has them.
///
/// What a condition has come to says which keys count, but its parts are sorted by when they were first met. So the
/// order is that of the places in the schema, whatever was asked before.
extension FormulaSpace {
  /// Declared keys before those that are only required.
  mutating func declaredKeys(_ conditions: [(formula: FormulaID, residual: ResidualID)]) throws(SchemaError) -> [KeyID]
  {
    var named: [KeyID] = []
    for condition in conditions { named += declaredKeys(condition.residual) }
    if conditions.count == 1, options.propertyOrder == .any { return named }
    var places = KeyPlaces()
    // Where any order is allowed, which keys there are is all that counts.
    if named.count > 1, options.propertyOrder == .declared {
      for condition in conditions { try collect(condition.formula, &places) }
    }
    let counted = Set(named)
    var seen: Set<KeyID> = []
    return (places.keys + named).filter { counted.contains($0) && seen.insert($0).inserted }
  }

  /// Keys in the order in which the schema names them: a schema's own before those of the schemas that it applies.
  private struct KeyPlaces {
    var declared: [KeyID] = []
    var required: [KeyID] = []
    var visited: Set<FormulaID> = []

    var keys: [KeyID] { declared + required }
  }

  private mutating func collect(_ id: FormulaID, _ places: inout KeyPlaces) throws(SchemaError) {
    guard places.visited.insert(id).inserted else { return }
    switch formula(id) {
    case .schema(let place):
      guard let schema = try view(place) else { return }
      collect(schema, &places)
      for target in try ReferenceFamily.targets(schema, in: &self) {
        try collect(formula(of: target, in: schema.scope), &places)
      }
      for keyword: ExactString in ["allOf", "anyOf", "oneOf"] {
        for index in (schema.keywords[keyword]?.arrayValue ?? []).indices {
          if let branch = try child(schema, keyword, ExactString(String(index))) { try collect(branch, &places) }
        }
      }
      for keyword: ExactString in ["not", "if", "then", "else"]
      where SubschemaKeywords.shape(of: keyword, in: schema.draft) != nil {
        if let applied = try child(schema, keyword) { try collect(applied, &places) }
      }
      for keyword in ObjectFamily.schemaDependencies(schema, in: self) {
        for member in schema.keywords[keyword]?.objectValue?.members ?? [] {
          if case .array = member.value { continue }
          if let applied = try child(schema, keyword, member.key) { try collect(applied, &places) }
        }
      }
    case .not(let operand): try collect(operand, &places)
    // Operands are sorted by when they were met, which is not the order of the schema.
    case .and(let operands), .or(let operands):
      for operand in try inPlaceOrder(operands) { try collect(operand, &places) }
    case .one(let operands): for operand in operands { try collect(operand, &places) }
    case .always, .never, .constants, .structured, .container: return
    }
  }

  private mutating func inPlaceOrder(_ operands: [FormulaID]) throws(SchemaError) -> [FormulaID] {
    let order: [SchemaNodeID: Int32]
    if let known = knownPlaceOrder {
      order = known
    } else {
      order = try placeOrder()
      knownPlaceOrder = order
    }
    let places = operands.map { (operand: $0, place: place(of: $0, order)) }
    return places.sorted { $0.place < $1.place }.map(\.operand)
  }

  private func place(of id: FormulaID, _ order: [SchemaNodeID: Int32]) -> Int32 {
    switch formula(id) {
    case .schema(let schema): order[schema.node] ?? .max
    case .not(let operand): place(of: operand, order)
    case .and(let operands), .or(let operands), .one(let operands):
      operands.map { place(of: $0, order) }.min() ?? -1
    case .always, .never, .constants, .structured, .container: -1
    }
  }

  private mutating func collect(_ schema: SchemaView, _ places: inout KeyPlaces) {
    for key in schema.keywords["properties"]?.objectValue?.keys.map({ $0 }) ?? [] {
      places.declared.append(keys.id(of: key))
    }
    for value in (schema.keywords["enum"]?.arrayValue ?? []) + (schema.keywords["const"].map { [$0] } ?? []) {
      for key in value.objectValue?.keys.map({ $0 }) ?? [] { places.declared.append(keys.id(of: key)) }
    }
    for name in schema.keywords["required"]?.arrayValue ?? [] {
      if case .string(let text) = name { places.required.append(keys.id(of: text)) }
    }
    for keyword: ExactString in ["dependentRequired", "dependentSchemas", "dependencies"] {
      for member in schema.keywords[keyword]?.objectValue?.members ?? [] {
        places.required.append(keys.id(of: member.key))
        for name in member.value.arrayValue ?? [] {
          if case .string(let text) = name { places.required.append(keys.id(of: text)) }
        }
      }
    }
  }
}
