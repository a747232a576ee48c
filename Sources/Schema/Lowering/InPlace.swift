import JSON

/// A schema that another one applies to the same value.
struct InPlace {
  let schema: SchemaView
  /// What has to hold for it to hold, given that the outer schema does.
  let condition: FormulaID

  /// The schemas that a schema applies in place, each with its condition. Booleans are left out: they evaluate nothing.
  ///
  /// What stands under `not` is not among them, since nothing of it counts where the outer schema holds.
  static func schemas(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> [InPlace] {
    if let known = space.lowered.inPlace[schema.schema] { return known }
    var found: [InPlace] = []
    for target in try ReferenceFamily.targets(schema, in: &space) { try add(target, if: .always) }
    try each("allOf") { _ in .always }
    try each("anyOf") { $0 }
    try each("oneOf") { $0 }
    if schema.draft >= .draft7, let condition = try space.child(schema, "if") {
      try add("if", if: condition)
      try add("then", if: condition)
      try add("else", if: space.not(condition))
    }
    for keyword in ObjectFamily.schemaDependencies(schema, in: space) {
      for member in schema.keywords[keyword]?.objectValue?.members ?? [] {
        if case .array = member.value { continue }
        let key = space.keys.id(of: member.key)
        let isPresent = space.intern(.container(space.intern(.object(.required([key])))))
        if let node = space.document.child(of: schema.node, at: keyword, member.key) { try add(node, if: isPresent) }
      }
    }
    space.lowered.inPlace[schema.schema] = found
    return found

    func add(_ node: SchemaNodeID, if condition: FormulaID) throws(SchemaError) {
      guard let view = try space.view(space.scoped(node, in: schema.scope)) else { return }
      found.append(InPlace(schema: view, condition: condition))
    }

    func add(_ keyword: ExactString, if condition: FormulaID) throws(SchemaError) {
      if let node = space.document.child(of: schema.node, at: keyword) { try add(node, if: condition) }
    }

    func each(_ keyword: ExactString, _ condition: (FormulaID) -> FormulaID) throws(SchemaError) {
      for index in (schema.keywords[keyword]?.arrayValue ?? []).indices {
        guard let node = space.document.child(of: schema.node, at: keyword, ExactString(String(index))) else {
          continue
        }
        try add(node, if: condition(space.formula(of: node, in: schema.scope)))
      }
    }
  }
}
