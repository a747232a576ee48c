import JSON

/// Keywords that hold when a property is present: `dependentRequired`, `dependentSchemas`, and the older `dependencies`.
enum DependencyKeywords {
  static let definitions: [KeywordDefinition] = [
    KeywordDefinition("dependentRequired", .draft2019 ... .draft2020, .validation) { source, _ throws(SchemaError) in
      var rows: [(name: ExactString, required: [ExactString])] = []
      for member in try source.object().members { rows.append((member.key, try source.strings(member.value))) }
      return DependencyKeyword(keyword: "dependentRequired", required: rows, subschemas: [])
    },
    KeywordDefinition("dependentSchemas", .draft2019 ... .draft2020, .applicator, .applicator) {
      source, compiler throws(SchemaError) in
      DependencyKeyword(
        keyword: "dependentSchemas", required: [],
        subschemas: try compiler.subschemaMap(source).map { ($0.key, $0.subschema) })
    },
    KeywordDefinition("dependencies", .draft4 ... .draft2020, [.applicator, .validation], .applicator) {
      source, compiler throws(SchemaError) in
      if source.draft >= .draft2019, !compiler.options.keepsOldDependencies { return nil }
      var required: [(name: ExactString, required: [ExactString])] = []
      var subschemas: [(name: ExactString, subschema: Subschema)] = []
      for member in try source.object().members {
        if member.value.arrayValue != nil {
          required.append((member.key, try source.strings(member.value)))
        } else {
          subschemas.append((member.key, compiler.subschema(source, at: "dependencies", member.key)))
        }
      }
      return DependencyKeyword(keyword: "dependencies", required: required, subschemas: subschemas)
    },
  ]
}

private struct DependencyKeyword: Keyword {
  let keyword: ExactString
  let required: [(name: ExactString, required: [ExactString])]
  let subschemas: [(name: ExactString, subschema: Subschema)]

  func evaluate(_ instance: JSONValue, _ evaluation: inout Evaluation) throws(SchemaError) -> Bool {
    guard let object = instance.objectValue else { return true }
    var holds = true
    for (name, names) in required where object.position(of: name) != nil {
      for missing in names where object.position(of: missing) == nil {
        holds = evaluation.fail([keyword, name], "with \"\(name)\" the property \"\(missing)\" is required")
        if !evaluation.collects { return false }
      }
    }
    for (name, subschema) in subschemas where object.position(of: name) != nil {
      if try !evaluation.apply(subschema, instance) {
        holds = false
        if !evaluation.collects { return false }
      }
    }
    return holds
  }
}
