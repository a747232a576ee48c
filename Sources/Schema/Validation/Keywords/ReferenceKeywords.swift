import JSON

/// `$ref` and its two dynamic kin.
enum ReferenceKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("$ref", .draft4 ... .draft2020, .core, .applicator) { source, compiler throws(SchemaError) in
      ReferenceKeyword(target: try compiler.reference(source).subschema)
    },
    KeywordDefinition("$dynamicRef", .draft2020 ... .draft2020, .core, .applicator) {
      source, compiler throws(SchemaError) in
      let (target, anchor) = try compiler.reference(source)
      // Only a reference that starts at a dynamic anchor is dynamic (2020-12 core, §8.2.3.2).
      guard let anchor, compiler.resource(of: target).dynamicAnchors[anchor] != nil else {
        return ReferenceKeyword(target: target)
      }
      compiler.useDynamicAnchor(anchor)
      return DynamicReferenceKeyword(initial: target, anchor: anchor)
    },
    KeywordDefinition("$recursiveRef", .draft2019 ... .draft2019, .core, .applicator) {
      source, compiler throws(SchemaError) in
      let (target, _) = try compiler.reference(source)
      guard compiler.resource(of: target).hasRecursiveAnchor else { return ReferenceKeyword(target: target) }
      compiler.useRecursiveReference()
      return RecursiveReferenceKeyword(initial: target)
    },
  ]
}

private struct ReferenceKeyword: Keyword {
  let target: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    try evaluation.apply(target, instance)
  }
}

private struct DynamicReferenceKeyword: Keyword {
  let initial: Subschema
  let anchor: ExactString

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    let targets = evaluation.plan.dynamicTargets[anchor] ?? [:]
    let outermost = evaluation.scopes.lazy.compactMap { targets[$0] }.first
    return try evaluation.apply(Subschema(plan: outermost ?? initial.plan, path: initial.path), instance)
  }
}

private struct RecursiveReferenceKeyword: Keyword {
  let initial: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    let targets = evaluation.plan.recursiveTargets
    let outermost = evaluation.scopes.lazy.compactMap { targets[$0] }.first
    return try evaluation.apply(Subschema(plan: outermost ?? initial.plan, path: initial.path), instance)
  }
}
