import JSON

/// What OpenAPI 3.0 adds to its dialect, and JSON Schema does not know.
enum OpenAPIRule: LintRule {
  static let keywords: Set<ExactString> = ["nullable", "discriminator", "example", "xml", "externalDocs"]

  static func notes(_ schema: LintSubject) -> [LintNote] {
    var notes: [LintNote] = []
    if let flag = schema.keywords["nullable"]?.boolValue, !schema.isReference { notes += nullable(flag, schema) }
    if schema.keywords["example"] != nil {
      notes.append(
        schema.note("example", .openAPIKeyword, .info, "OpenAPI's annotation; JSON Schema has examples, an array"))
    }
    for keyword in ["xml", "externalDocs"] as [ExactString] where schema.keywords[keyword]?.objectValue != nil {
      notes.append(schema.note(keyword, .openAPIKeyword, .info, "OpenAPI's annotation; it says nothing here"))
    }
    if let reference = schema.keywords["$ref"]?.stringValue, reference.utf8.starts(with: "#/components/schemas/".utf8),
      schema.target(of: reference) == nil
    {
      notes.append(
        schema.note(
          "$ref", .openAPIReference, .error,
          "it leads into the OpenAPI document that the schema was cut out of; put what it needs under $defs"))
    }
    return notes
  }

  private static func nullable(_ flag: Bool, _ schema: LintSubject) -> [LintNote] {
    if !flag {
      return [schema.note("nullable", .nullable, .info, "says nothing; null is let through only where type has it")]
    }
    let types = schema.keywords["type"]?.arrayValue ?? schema.keywords["type"].map { [$0] }
    if schema.admitsNull ?? (types?.contains("null") ?? true) {
      return [schema.note("nullable", .nullable, .info, "says nothing; null is let through already")]
    }
    let advice =
      types.map { "write \"type\": [\($0.map { JSONWriter.write($0) }.joined(separator: ", ")), \"null\"]" }
      ?? (schema.keywords["enum"] != nil ? "put null into the enum" : "write an anyOf with {\"type\": \"null\"}")
    return [
      schema.note(
        "nullable", .nullable, .warning,
        "OpenAPI 3.0's keyword says nothing in JSON Schema, so null is NOT allowed here; \(advice)")
    ]
  }
}
