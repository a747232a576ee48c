import JSON

/// `$ref`, `$dynamicRef`, `$recursiveRef`, and the keywords that only name or hold what references lead to.
enum ReferenceFamily: KeywordFamily {
  static let keywords: [ExactString] = ["$ref", "$dynamicRef", "$recursiveRef", "$defs", "definitions"]

  static func formula(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> FormulaID {
    var parts: [FormulaID] = []
    for target in try targets(schema, in: &space) { parts.append(space.formula(of: target, in: schema.scope)) }
    return space.and(parts)
  }

  /// Where the references of a schema lead from the scope that it is in.
  static func targets(_ schema: SchemaView, in space: inout FormulaSpace) throws(SchemaError) -> [SchemaNodeID] {
    var targets: [SchemaNodeID] = []
    if schema.keywords["$ref"] != nil {
      targets.append(try space.document.resolveReference(from: schema.node, keyword: "$ref"))
    }
    let scope = space.scopes[schema.scope]
    if schema.draft == .draft2020, schema.keywords["$dynamicRef"] != nil {
      let initial = try space.document.reference(from: schema.node, keyword: "$dynamicRef")
      // Only a reference that starts at a dynamic anchor is dynamic (2020-12 core, §8.2.3.2).
      let resource = space.document[space.document[initial.target].resource]
      let isDynamic = initial.anchor.map { resource.dynamicAnchors[$0] != nil } ?? false
      targets.append(isDynamic ? scope.anchors[initial.anchor!] ?? initial.target : initial.target)
    }
    if schema.draft == .draft2019, schema.keywords["$recursiveRef"] != nil {
      let initial = try space.document.resolveReference(from: schema.node, keyword: "$recursiveRef")
      let resource = space.document[space.document[initial].resource]
      targets.append(resource.hasRecursiveAnchor ? scope.recursive ?? initial : initial)
    }
    return targets
  }
}
