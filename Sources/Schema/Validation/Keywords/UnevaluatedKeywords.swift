import JSON

/// Keywords for what no other keyword has looked at, in this schema or in those that it applies to the same instance.
enum UnevaluatedKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("unevaluatedItems", .draft2019 ... .draft2020, .unevaluated, .unevaluated) { source, compiler in
      compiler.trackEvaluated()
      return UnevaluatedItemsKeyword(subschema: compiler.subschema(source, at: "unevaluatedItems"))
    },
    KeywordDefinition("unevaluatedProperties", .draft2019 ... .draft2020, .unevaluated, .unevaluated) {
      source, compiler in
      compiler.trackEvaluated()
      return UnevaluatedPropertiesKeyword(subschema: compiler.subschema(source, at: "unevaluatedProperties"))
    },
  ]
}

private struct UnevaluatedItemsKeyword: Keyword {
  let subschema: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let items = instance.arrayValue else { return true }
    var holds = true
    for (position, item) in items.enumerated() where !evaluation.isEvaluated(position) {
      if try !evaluation.apply(subschema, to: item, at: ExactString(String(position))) {
        holds = false
        if !evaluation.collects { return false }
      }
    }
    evaluation.markAll()
    return holds
  }
}

private struct UnevaluatedPropertiesKeyword: Keyword {
  let subschema: Subschema

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let object = instance.objectValue else { return true }
    var holds = true
    for (position, member) in object.members.enumerated() where !evaluation.isEvaluated(position) {
      if try !evaluation.apply(subschema, to: member.value, at: member.key) {
        holds = false
        if !evaluation.collects { return false }
      }
    }
    evaluation.markAll()
    return holds
  }
}
