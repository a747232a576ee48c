import JSON

/// What wrote a schema, by the looks of its root, and what to know about that tool's schemas.
enum GeneratorRule: LintRule {
  static func notes(_ schema: LintSubject) -> [LintNote] {
    guard schema.location.pointer.tokens.isEmpty, let advice = advice(schema) else { return [] }
    return [LintNote(location: schema.location, code: .generator, severity: .info, message: advice)]
  }

  private static func advice(_ schema: LintSubject) -> String? {
    let keywords = schema.keywords
    let metaschema = keywords["$schema"]?.stringValue.flatMap { Draft(metaschema: URIReference($0)) }
    let definitions = keywords["definitions"]?.objectValue?.members ?? []
    let isClosed = keywords["additionalProperties"] == .bool(false)
    if let reference = keywords["$ref"]?.stringValue, reference.utf8.starts(with: "#/definitions/".utf8),
      metaschema == .draft6, definitions.allSatisfy({ $0.value["title"] != nil })
    {
      return "looks like quicktype's: optional properties are left out or null only where their type says so"
    }
    if metaschema == .draft7, isClosed || keywords["$ref"] != nil, keywords["title"] == nil {
      return "looks like zod-to-json-schema's: optional() is a key that may be missing, nullable() a union with null; "
        + "refinements and transforms are not in the schema"
    }
    if metaschema == .draft2020, isClosed, keywords["title"] == nil, keywords["$defs"] == nil {
      return "looks like zod's: properties with a default are required in output schemas; refinements are not in it"
    }
    let properties = keywords["properties"]?.objectValue?.members ?? []
    if metaschema == nil, keywords["title"]?.stringValue != nil, !properties.isEmpty,
      properties.allSatisfy({ $0.value["title"]?.stringValue != nil || $0.value["$ref"] != nil })
    {
      return "looks like pydantic's: fields with a default are not required, so a model may leave them out; Optional "
        + "lets null through but does not make the key optional; objects are open unless extra is forbidden"
    }
    return nil
  }
}
