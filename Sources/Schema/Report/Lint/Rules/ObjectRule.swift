import JSON

/// Objects: keys that are required but not declared, and constants that may be missing.
enum ObjectRule: LintRule {
  static func notes(_ schema: LintSubject) -> [LintNote] {
    if schema.isReference { return [] }
    return undeclared(schema) + optionalConstants(schema)
  }

  private static func undeclared(_ schema: LintSubject) -> [LintNote] {
    guard let properties = schema.keywords["properties"]?.objectValue,
      let required = schema.keywords["required"]?.arrayValue, schema.keywords["patternProperties"] == nil
    else { return [] }
    // What is combined with the schema may declare the rest.
    let combines: [ExactString] = ["allOf", "anyOf", "oneOf", "$ref", "if", "dependentSchemas"]
    if combines.contains(where: { schema.keywords[$0] != nil }) || schema.inheritsType { return [] }
    let isClosed = schema.keywords["additionalProperties"] == .bool(false)
    var notes: [LintNote] = []
    for name in required {
      guard case .string(let key) = name, properties[key] == nil else { continue }
      notes.append(
        schema.note(
          "required", .undeclaredRequired, isClosed ? .error : .warning,
          "\(JSONWriter.quote(key.text)) is required, but properties does not have it, "
            + (isClosed ? "and additionalProperties forbids it" : "so any value will do")))
    }
    return notes
  }

  /// A `Literal` field with a default in pydantic, or `z.literal().default()`: nobody fills the default in.
  private static func optionalConstants(_ schema: LintSubject) -> [LintNote] {
    let required = schema.keywords["required"]?.arrayValue ?? []
    return (schema.keywords["properties"]?.objectValue?.members ?? []).compactMap { member in
      guard member.value["const"] != nil, member.value["default"] != nil, !required.contains(.string(member.key)) else {
        return nil
      }
      return LintNote(
        location: schema.location.appending("properties").appending(member.key), code: .optionalConstant,
        severity: .info,
        message: "default is an annotation: the key is not required and may be missing, and nobody fills it in")
    }
  }
}
